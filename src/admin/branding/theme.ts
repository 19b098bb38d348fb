/** A calm teal in place of Strapi's violet; every other colour is Strapi's. */
const teal = {
  primary100: '#f0fdfa',
  primary200: '#99f6e4',
  primary500: '#0d9488',
  primary600: '#0f766e',
  primary700: '#115e59',
  buttonPrimary500: '#0d9488',
  buttonPrimary600: '#0f766e',
};

const tealAtNight = {
  primary100: '#132f2d',
  primary200: '#1c4b47',
  primary500: '#2dd4bf',
  primary600: '#5eead4',
  primary700: '#99f6e4',
  buttonPrimary500: '#0d9488',
  buttonPrimary600: '#0f766e',
};

export const theme = { light: { colors: teal }, dark: { colors: tealAtNight } };

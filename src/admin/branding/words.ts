/** What Strapi's own pages say, in the marketplace's words. */
export const words = {
  'app.components.LeftMenu.navbrand.title': 'Casita',
  'app.components.LeftMenu.navbrand.workplace': 'Homes and stays',
  'Auth.form.welcome.title': 'Welcome to Casita',
  'Auth.form.welcome.subtitle': 'For staff. Hosts come in from the marketplace, without a second password.',
  'Auth.form.register.subtitle': 'The first account here runs the marketplace: its password guards everything.',
  'HomePage.head.title': 'Casita',
  'HomePage.header.title': 'Hello {name}',
  'HomePage.header.subtitle': 'What waits for you, and what changed last.',
  'global.content-manager': 'Records',
  'content-manager.plugin.name': 'Records',
  'content-manager.header.name': 'Records',
  'content-manager.components.LeftMenu.collection-types': 'Records',
  'content-manager.pages.ListView.header-subtitle': '{number, plural, =0 {No entries} one {# entry} other {# entries}}',
};

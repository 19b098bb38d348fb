import { useTheme } from 'styled-components';

/** As the panel is shown: the browser's own pickers are drawn to fit. */
export function useColorScheme(): { readonly colorScheme: 'light' | 'dark' } {
  const { colors } = useTheme() as { readonly colors: { readonly neutral0: string } };
  return { colorScheme: /^#(?:fff|ffffff)$/i.test(colors.neutral0) ? 'light' : 'dark' };
}

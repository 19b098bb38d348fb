/**
 * Strapi greets everybody with a banner about its news and a tour through building a schema, until each is closed in each
 * browser, and `tutorials: false` does not stop it. Both are closed here before anybody sees them.
 */
export function dismissAdvertisement(): void {
  const noTour = { tours: {}, enabled: false, hidden: true, completedActions: [] };
  window.localStorage.setItem('STRAPI_GUIDED_TOUR', JSON.stringify(noTour));
  for (const installation of ['undefined', 'false', 'null']) closeBanner(installation);
  void fetch('/admin/init')
    .then((response) => response.json() as Promise<{ data?: { uuid?: unknown } }>)
    .then(({ data }) => closeBanner(String(data?.uuid)))
    .catch(() => undefined);
}

/** It is remembered under a key with the installation's id. */
function closeBanner(installation: string): void {
  for (const isLegacy of ['false', 'true']) {
    window.localStorage.setItem(`STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_${isLegacy}:${installation}`, 'true');
  }
}

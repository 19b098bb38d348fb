/** Copied into the stock app's folder: `strapi start`, with what a person would tick in the admin panel, ending with its input. */
const { createStrapi } = require('@strapi/strapi');

const readable = ['property', 'host-profile', 'amenity'].flatMap((type) =>
  ['find', 'findOne'].map((action) => `api::${type}.${type}.${action}`),
);

async function main() {
  const strapi = await createStrapi({ appDir: __dirname, distDir: __dirname }).load();
  const role = await strapi.db.query('plugin::users-permissions.role').findOne({ where: { type: 'public' } });
  const grants = strapi.db.query('plugin::users-permissions.permission');
  for (const action of readable) {
    const granted = await grants.findOne({ where: { action, role: role.id } });
    if (!granted) await grants.create({ data: { action, role: role.id } });
  }
  await strapi.start();
  process.stdin.resume().on('end', () => process.exit(0));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

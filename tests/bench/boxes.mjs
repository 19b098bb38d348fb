/** Map boxes with a given number of homes in them, around homes that are there: what a search costs hangs on that number. */

/** @typedef {{ latitude: number, longitude: number, half: number }} Box `half`: degrees from the middle to each side */

/** Homes in a box: a quarter of a town, a town, and the middle of the largest cities. */
export const boxSizes = [25, 1_500, 15_000];

/** Farther than this there is another city. */
const degreesMax = 0.5;
/** Middles that are tried: at ten thousand homes one city alone has 1,500. */
const triedMax = 400;

/**
 * @param {import('pg').Client} client
 * @returns {Promise<Box[]>} boxes with that many homes, the same ones each time; fewer than `count` where the cities are too small
 */
export async function boxesAround(client, homesInBox, count) {
  const { rows: middles } = await client.query(
    `select approximate_latitude as latitude, approximate_longitude as longitude from search_property
     where listed order by hashint4(property_id) limit $1`,
    [triedMax],
  );
  const boxes = [];
  for (const { latitude, longitude } of middles) {
    if (boxes.length >= count) break;
    const half = await reachOf(client, latitude, longitude, homesInBox);
    if (half !== undefined) boxes.push({ latitude, longitude, half });
  }
  if (boxes.length === 0) throw new Error(`no city has ${homesInBox} homes`);
  return boxes;
}

/** How far the nth home lies, by the larger of the two distances: undefined where it is not in this city. */
async function reachOf(client, latitude, longitude, n) {
  const { rows } = await client.query(
    `select greatest(abs(approximate_latitude - $1), abs(approximate_longitude - $2)) as reach from search_property
     where listed and approximate_latitude between $1 - $3::double precision and $1 + $3 and approximate_longitude between $2 - $3 and $2 + $3
     order by reach limit 1 offset $4`,
    [latitude, longitude, degreesMax, n - 1],
  );
  // What is asked is rounded: the last home is within by a hair.
  return rows[0] && rows[0].reach + 1e-6;
}

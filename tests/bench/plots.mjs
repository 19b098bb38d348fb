/** What was seen, as pictures: SVG, drawn without a browser. */
import { createRequire } from 'node:module';

const echarts = createRequire(import.meta.url)('echarts');

const size = { width: 760, height: 340 };
const colours = ['#0f766e', '#94a3b8', '#c2410c', '#1e3a8a'];
const frame = {
  animation: false,
  color: colours,
  backgroundColor: '#ffffff',
  textStyle: { fontFamily: 'sans-serif' },
  legend: { bottom: 4 },
  grid: { left: 70, right: 20, top: 50, bottom: 62 },
};

function draw(option) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption({ ...frame, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

const short = (homes) => (homes >= 1_000_000 ? `${homes / 1_000_000} M` : `${homes / 1_000} k`);

/** Bars, side by side for each group. @param {Record<string, (number | null)[]>} series */
const bars = ({ title, unit, groups, series, log = false }) =>
  draw({
    title: { text: title, left: 12, top: 8, textStyle: { fontSize: 14 } },
    xAxis: { type: 'category', data: groups, axisLabel: { interval: 0, fontSize: 11 } },
    yAxis: { type: log ? 'log' : 'value', name: unit, nameGap: 10 },
    series: Object.entries(series).map(([name, data]) => ({
      type: 'bar',
      name,
      data,
      barGap: '8%',
      label: { show: true, position: 'top', fontSize: 10, formatter: ({ value }) => rounded(value) },
    })),
  });

const rounded = (value) =>
  value === null || value === undefined ? '' : Number(value.toPrecision(3)).toLocaleString('en');

const figure = (rows, who, name) => rows.map(({ figures }) => figures[who]?.[name] ?? null);

/** @param {import('./bench.mjs').Row[]} rows @returns {Record<string, string>} SVG by file name; what was not measured has none */
export function plotsOf(rows) {
  const searches = rows.filter(({ id }) => id.startsWith('search '));
  const stock = rows.filter(({ id }) => id.startsWith('stock '));
  const groupOf = ({ id, homes }) => `${id.replace('search ', '')}\nof ${short(homes)}`;
  const plots = {};
  if (searches.length > 0) {
    const groups = searches.map(groupOf);
    const both = (name) => ({ ours: figure(searches, 'ours', name), 'bare http': figure(searches, 'bare http', name) });
    plots['search.svg'] = bars({ title: 'Search with dates, by homes in the box and homes in all', unit: 'requests/s', groups, series: both('perSecond') }); // prettier-ignore
    plots['search-latency.svg'] = bars({
      title: 'Search with dates: how long an answer takes, 20 asking at a time',
      unit: 'ms',
      groups,
      series: { 'ours p50': both('p50').ours, 'bare http p50': both('p50')['bare http'], 'ours p99': both('p99').ours },
    });
  }
  if (stock.length > 0) {
    const names = { rest: 'search / REST list', graphql: 'search / list, GraphQL', 'generated graphql': 'same list, GraphQL', 'generated rest': 'same list, REST' }; // prettier-ignore
    plots['stock.svg'] = bars({
      title: 'Beside a stock Strapi, each with 25 homes and two relations',
      unit: 'requests/s',
      log: true,
      groups: stock.map(({ id }) => names[id.replace('stock ', '')]),
      series: { ours: figure(stock, 'ours', 'perSecond'), 'stock Strapi': figure(stock, 'stock Strapi', 'perSecond') },
    });
  }
  return plots;
}

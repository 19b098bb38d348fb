import sharp from 'sharp';
import { seededRandom, type Random } from './random';

/** Pictures of the city, drawn by code: SVG scenes rendered to JPEG. A few dozen, shared by the homes. */
export interface Picture {
  readonly name: string;
  readonly alt: string;
  readonly jpeg: Buffer;
}

const WIDTH = 1_200;
const HEIGHT = 800;

interface Palette {
  readonly sky: readonly [string, string];
  readonly wall: string;
  readonly shade: string;
  readonly accent: string;
  readonly ground: string;
  readonly leaf: string;
  readonly light: string;
}

const palettes: readonly Palette[] = [
  {
    sky: ['#f8d9b8', '#f3a683'],
    wall: '#fbf1e3',
    shade: '#e6d3b8',
    accent: '#c4572f',
    ground: '#d9b48f',
    leaf: '#5b7553',
    light: '#fff6dc',
  },
  {
    sky: ['#cfe6f2', '#8fbfd9'],
    wall: '#ffffff',
    shade: '#d9e4ea',
    accent: '#2f6690',
    ground: '#c9d6c4',
    leaf: '#4f7a5b',
    light: '#fff8e1',
  },
  {
    sky: ['#f6e0e8', '#c79fc0'],
    wall: '#f9eef2',
    shade: '#dcc3d3',
    accent: '#7a3e65',
    ground: '#bfa6a0',
    leaf: '#6b7f5a',
    light: '#ffeccf',
  },
  {
    sky: ['#e3efd9', '#a8c69f'],
    wall: '#f7f4e9',
    shade: '#d8d2b8',
    accent: '#3f6b45',
    ground: '#b7a77f',
    leaf: '#3d6b47',
    light: '#fff4cc',
  },
  {
    sky: ['#1f2a44', '#5a5f8d'],
    wall: '#39405e',
    shade: '#2b3150',
    accent: '#f2a65a',
    ground: '#232842',
    leaf: '#34506b',
    light: '#ffd98a',
  },
];

type Scene = (random: Random, palette: Palette) => string;
const scenes: readonly (readonly [string, Scene])[] = [
  ['A house front', facade],
  ['The bay', bay],
  ['A living room', livingRoom],
  ['A bedroom', bedroom],
  ['A kitchen', kitchen],
  ['Vineyards', hills],
];

export async function drawPictures(seed: number): Promise<Picture[]> {
  const random = seededRandom(seed);
  const drawn = palettes.flatMap((palette, tone) =>
    scenes.map(([alt, scene], index) => ({
      alt,
      name: `demo-${tone + 1}-${index + 1}.jpg`,
      svg: frame(scene(random, palette), palette),
    })),
  );
  return Promise.all(
    drawn.map(async ({ alt, name, svg }) => ({
      alt,
      name,
      jpeg: await sharp(Buffer.from(svg)).jpeg({ quality: 82, mozjpeg: true }).toBuffer(),
    })),
  );
}

const frame = (
  inside: string,
  { sky }: Palette,
): string => `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky[0]}"/><stop offset="1" stop-color="${sky[1]}"/></linearGradient></defs>
<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#sky)"/>${inside}</svg>`;

const rect = (x: number, y: number, width: number, height: number, fill: string, extra = ''): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" ${extra}/>`;
const circle = (x: number, y: number, radius: number, fill: string, extra = ''): string =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" ${extra}/>`;
const path = (d: string, fill: string, extra = ''): string => `<path d="${d}" fill="${fill}" ${extra}/>`;

function plant(x: number, y: number, size: number, { leaf, accent }: Palette): string {
  const leaves = [-50, -25, 0, 25, 50].map(
    (angle) =>
      `<ellipse cx="${x}" cy="${y - size * 0.55}" rx="${size * 0.11}" ry="${size * 0.5}" fill="${leaf}" transform="rotate(${angle} ${x} ${y})"/>`,
  );
  return (
    leaves.join('') +
    path(`M${x - size * 0.28} ${y} h${size * 0.56} l${-size * 0.08} ${size * 0.5} h${-size * 0.4} z`, accent)
  );
}

function facade(random: Random, palette: Palette): string {
  let drawing =
    circle(random.whole(150, 1_050), random.whole(90, 180), 60, palette.light, 'opacity="0.9"') +
    rect(0, 690, WIDTH, 110, palette.ground);
  let x = random.whole(-60, 20);
  while (x < WIDTH) {
    const width = random.whole(220, 330);
    const top = random.whole(190, 330);
    drawing += rect(x, top, width, 690 - top, random.chance(0.5) ? palette.wall : palette.shade);
    drawing += path(
      `M${x - 14} ${top} L${x + width / 2} ${top - random.whole(50, 90)} L${x + width + 14} ${top} z`,
      palette.accent,
    );
    for (let row = top + 45; row < 560; row += 130) {
      for (let column = x + 34; column < x + width - 60; column += 92)
        drawing += shutters(column, row, palette, random.chance(0.35));
    }
    drawing +=
      path(`M${x + width / 2 - 34} 690 v-104 a34 34 0 0 1 68 0 v104 z`, palette.accent) +
      circle(x + width / 2 + 20, 645, 4, palette.light);
    if (random.chance(0.6)) drawing += plant(x + 36, 655, 76, palette);
    x += width + 8;
  }
  return drawing;
}

const shutters = (x: number, y: number, palette: Palette, lit: boolean): string =>
  rect(x, y, 44, 72, lit ? palette.light : palette.sky[1], 'rx="3"') +
  rect(x - 14, y, 13, 72, palette.leaf) +
  rect(x + 45, y, 13, 72, palette.leaf);

function bay(random: Random, palette: Palette): string {
  const waves = Array.from({ length: 9 }, (_, row) => {
    const y = 470 + row * 36;
    return path(
      `M0 ${y} q150 ${random.whole(-18, 18)} 300 0 t300 0 t300 0 t300 0 V${HEIGHT} H0 z`,
      palette.accent,
      `opacity="${0.16 + row * 0.05}"`,
    );
  });
  const sails = Array.from({ length: 4 }, () => {
    const [x, y, size] = [random.whole(120, 1_080), random.whole(450, 560), random.whole(50, 100)];
    return (
      path(`M${x} ${y} v${-size} l${size * 0.6} ${size * 0.85} z`, palette.wall) +
      path(`M${x - size * 0.4} ${y + 6} h${size * 1.1} l${-size * 0.2} ${size * 0.2} h${-size * 0.7} z`, palette.shade)
    );
  });
  const land = path(
    `M0 460 Q200 ${random.whole(250, 330)} 430 430 T900 410 T1200 380 V470 H0 z`,
    palette.leaf,
    'opacity="0.85"',
  );
  return (
    circle(random.whole(300, 900), 210, 95, palette.light, 'opacity="0.95"') +
    land +
    rect(0, 455, WIDTH, 345, palette.sky[1]) +
    waves.join('') +
    sails.join('')
  );
}

const room = ({ wall, shade, ground }: Palette): string =>
  rect(0, 0, WIDTH, 610, wall) + rect(0, 610, WIDTH, 190, ground) + rect(0, 600, WIDTH, 14, shade);

const pane = (x: number, y: number, width: number, height: number, palette: Palette): string =>
  rect(x - 14, y - 14, width + 28, height + 28, palette.shade, 'rx="6"') +
  rect(x, y, width, height, 'url(#sky)') +
  path(
    `M${x} ${y + height} Q${x + width / 3} ${y + height * 0.55} ${x + width * 0.6} ${y + height * 0.8} T${x + width} ${y + height * 0.7} V${y + height} z`,
    palette.leaf,
  ) +
  rect(x + width / 2 - 4, y, 8, height, palette.shade);

function livingRoom(random: Random, palette: Palette): string {
  const left = random.chance(0.5);
  const sofa = left ? 120 : 520;
  return (
    room(palette) +
    pane(left ? 760 : 130, 120, 300, 330, palette) +
    rect(sofa + 60, 130, 210, 150, palette.shade, 'rx="4"') +
    path(`M${sofa + 70} 270 l70 -90 l60 60 l40 -40 l20 70 z`, palette.accent, 'opacity="0.8"') +
    rect(sofa, 430, 520, 150, palette.accent, 'rx="28"') +
    rect(sofa - 30, 470, 90, 150, palette.accent, 'rx="26"') +
    rect(sofa + 460, 470, 90, 150, palette.accent, 'rx="26"') +
    rect(sofa + 40, 500, 440, 100, palette.shade, 'rx="20" opacity="0.35"') +
    rect(sofa + 90, 450, 110, 90, palette.light, 'rx="16" transform="rotate(-8 ' + String(sofa + 145) + ' 495)"') +
    `<ellipse cx="${sofa + 260}" cy="700" rx="420" ry="62" fill="${palette.shade}" opacity="0.8"/>` +
    plant(left ? 690 : 480, 590, 150, palette)
  );
}

function bedroom(random: Random, palette: Palette): string {
  const x = random.whole(240, 360);
  return (
    room(palette) +
    pane(x + 580, 130, 200, 320, palette) +
    rect(x - 20, 300, 560, 200, palette.accent, 'rx="22"') +
    rect(x, 420, 520, 230, palette.light, 'rx="20"') +
    rect(x, 510, 520, 170, palette.shade, 'rx="16"') +
    rect(x + 40, 390, 190, 90, palette.wall, 'rx="24"') +
    rect(x + 290, 390, 190, 90, palette.wall, 'rx="24"') +
    rect(x - 150, 520, 100, 120, palette.ground, 'rx="6" stroke="' + palette.shade + '" stroke-width="6"') +
    path(`M${x - 140} 440 h80 l20 60 h-120 z`, palette.light) +
    rect(x - 104, 500, 8, 24, palette.shade)
  );
}

function kitchen(random: Random, palette: Palette): string {
  const cups = Array.from({ length: 6 }, (_, index) =>
    rect(170 + index * 74, 236, 40, 44, random.pick([palette.accent, palette.leaf, palette.shade]), 'rx="8"'),
  );
  const doors = Array.from(
    { length: 6 },
    (_, index) =>
      rect(90 + index * 172, 500, 156, 170, palette.leaf, 'rx="6"') +
      rect(160 + index * 172, 520, 18, 6, palette.light),
  );
  return (
    room(palette) +
    rect(140, 280, 480, 14, palette.accent) +
    cups.join('') +
    pane(740, 150, 280, 220, palette) +
    doors.join('') +
    rect(70, 470, 1_060, 34, palette.shade, 'rx="6"') +
    rect(300, 420, 90, 52, palette.accent, 'rx="14"') +
    rect(385, 430, 44, 10, palette.accent, 'rx="5"') +
    circle(560, 448, 24, palette.accent) +
    circle(600, 452, 20, palette.leaf) +
    circle(530, 456, 16, palette.light) +
    plant(1_040, 440, 90, palette)
  );
}

function hills(random: Random, palette: Palette): string {
  const ranges = [0.35, 0.6, 0.85].map((opacity, index) => {
    const y = 330 + index * 110;
    return path(
      `M0 ${y + random.whole(0, 60)} Q300 ${y - random.whole(40, 130)} 600 ${y} T1200 ${y - random.whole(0, 50)} V${HEIGHT} H0 z`,
      palette.leaf,
      `opacity="${opacity}"`,
    );
  });
  const rows = Array.from(
    { length: 16 },
    (_, row) =>
      `<line x1="${row * 90 - 120}" y1="${HEIGHT}" x2="${560 + (row - 8) * 14}" y2="540" stroke="${palette.wall}" stroke-width="4" opacity="0.35"/>`,
  );
  const [x, y] = [random.whole(300, 800), 430];
  const house =
    rect(x, y, 150, 100, palette.wall) +
    path(`M${x - 12} ${y} l87 -60 l87 60 z`, palette.accent) +
    rect(x + 60, y + 50, 30, 50, palette.shade);
  return (
    circle(random.whole(150, 1_050), 170, 80, palette.light, 'opacity="0.95"') + ranges.join('') + rows.join('') + house
  );
}

/** Porto Alvar: an invented town on an invented bay, drawn off the coast of the Azores where there is only water. */

export const city = {
  name: 'Porto Alvar',
  region: 'Ilha Alvar',
  country: 'PT',
  timeZone: 'Atlantic/Azores',
  currency: 'EUR',
} as const;

export interface Neighbourhood {
  readonly name: string;
  /** WGS 84. */
  readonly latitude: number;
  readonly longitude: number;
  /** How far its homes spread, in degrees. */
  readonly spread: number;
  readonly words: string;
  readonly streets: readonly string[];
  /** What a night costs here against the town's mean. */
  readonly priceFactor: number;
}

export const neighbourhoods: readonly Neighbourhood[] = [
  {
    name: 'Cais Velho',
    latitude: 38.102,
    longitude: -27.412,
    spread: 0.005,
    words:
      'The old quay: fishing boats in the morning, grilled sardines at noon, and music from open windows in the evening.',
    streets: ['Rua dos Calafates', 'Travessa da Âncora', 'Largo do Cais', 'Rua do Sal', 'Beco das Redes'],
    priceFactor: 1.15,
  },
  {
    name: 'Alto da Sé',
    latitude: 38.109,
    longitude: -27.405,
    spread: 0.004,
    words:
      'Steep lanes around the cathedral, tiled fronts, and the widest view of the bay for those who climb the last steps.',
    streets: ['Rua da Sé', 'Escadas do Campanário', 'Rua dos Azulejos', 'Travessa do Cónego', 'Largo da Torre'],
    priceFactor: 1.25,
  },
  {
    name: 'Jardim Novo',
    latitude: 38.117,
    longitude: -27.416,
    spread: 0.006,
    words:
      'Quiet avenues planted with jacarandas, a botanical garden, bakeries, and a tram that takes ten minutes to the quay.',
    streets: ['Avenida dos Jacarandás', 'Rua do Botânico', 'Rua das Estufas', 'Alameda Nova', 'Rua da Fonte Clara'],
    priceFactor: 1,
  },
  {
    name: 'Praia Norte',
    latitude: 38.131,
    longitude: -27.402,
    spread: 0.007,
    words: 'A long beach of dark sand, surf schools, and the kind of cafés in which nobody minds bare feet.',
    streets: ['Rua das Marés', 'Passeio do Norte', 'Rua da Espuma', 'Travessa dos Surfistas', 'Rua do Farolim'],
    priceFactor: 1.1,
  },
  {
    name: 'Vinhas de Cima',
    latitude: 38.092,
    longitude: -27.436,
    spread: 0.009,
    words: 'Vineyards between walls of lava stone, farmhouses, and nights so dark that the Milky Way casts a shadow.',
    streets: ['Caminho das Vinhas', 'Canada do Lagar', 'Caminho do Poço', 'Canada da Adega', 'Caminho de Cima'],
    priceFactor: 0.85,
  },
  {
    name: 'Bairro da Estação',
    latitude: 38.112,
    longitude: -27.428,
    spread: 0.005,
    words: 'Around the old station, now a market hall: workshops, small theatres, and the best breakfast in town.',
    streets: ['Rua da Estação', 'Rua dos Ferroviários', 'Travessa do Relógio', 'Rua do Mercado', 'Pátio das Oficinas'],
    priceFactor: 0.8,
  },
];

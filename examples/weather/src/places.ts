export interface Place {
  id: string;
  name: string;
  lat: number;
  lon: number;
}

export const places: [Place, ...Place[]] = [
  { id: "bergen", name: "Bergen", lat: 60.39, lon: 5.32 },
  { id: "lisbon", name: "Lisbon", lat: 38.72, lon: -9.14 },
  { id: "nairobi", name: "Nairobi", lat: -1.29, lon: 36.82 },
  { id: "sapporo", name: "Sapporo", lat: 43.06, lon: 141.35 },
  { id: "wellington", name: "Wellington", lat: -41.29, lon: 174.78 },
];

interface ImportMetaEnv {
  readonly VITE_API_URL: string;
  readonly VITE_THEME?: "light" | "dark";
  readonly VITE_MAP_ZOOM?: string;
}

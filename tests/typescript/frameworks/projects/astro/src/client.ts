import { PUBLIC_THEME, PUBLIC_TITLE, PUBLIC_ZOOM } from "astro:env/client";

const zoom: number = PUBLIC_ZOOM;
const theme: "light" | "dark" = PUBLIC_THEME;
document.title = `${PUBLIC_TITLE} ${zoom.toFixed(1)} ${theme}`;

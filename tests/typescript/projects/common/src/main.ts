import { title, zoom } from "./settings";

document.title = `${title} ${zoom}`;

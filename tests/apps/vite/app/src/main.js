import { analytics } from "./analytics.js";
import { orders } from "./api.js";
import "./style.css";

const date = new Intl.DateTimeFormat(__LOCALE__, { dateStyle: "long" });
const app = document.querySelector("#app");

function render(list) {
  app.innerHTML = `
    <h1>${import.meta.env.VITE_SITE_NAME}</h1>
    <ul>${list.map(({ id, placed }) => `<li>${id}, ${date.format(new Date(placed))}</li>`).join("")}</ul>
    <footer>Questions? Write to <a href="mailto:${__SUPPORT_EMAIL__}">${__SUPPORT_EMAIL__}</a></footer>
    <div id="g_id_onload" data-client_id="${__GOOGLE_CLIENT_ID__}"></div>`;
}

analytics(__APP_NAME__);
orders().then(render, () => render([]));

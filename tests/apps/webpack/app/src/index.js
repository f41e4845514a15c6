import { orders, pay } from "./api";

const date = new Intl.DateTimeFormat(process.env.DEFAULT_LOCALE, { dateStyle: "long" });

function render(list) {
  document.body.innerHTML = `
    <ul>${list.map(({ id, placed }) => `<li data-id="${id}">${date.format(new Date(placed))}</li>`).join("")}</ul>
    <footer><a href="mailto:${process.env.SUPPORT_EMAIL}">${process.env.SUPPORT_EMAIL}</a></footer>
    <div id="g_id_onload" data-client_id="${process.env.GOOGLE_CLIENT_ID}"></div>`;
  document.querySelectorAll("li").forEach((item) => item.addEventListener("click", () => pay(item.dataset.id)));
}

window.dataLayer = [["config", process.env.GA_MEASUREMENT_ID, process.env.APP_NAME]];
orders().then(render, () => render([]));

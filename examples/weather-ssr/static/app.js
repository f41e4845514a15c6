// Takes over the page that the server rendered. What it knows, it knows from the page.

const config = JSON.parse(document.getElementById("envwall-public").textContent);
const unit = { metric: "°C", imperial: "°F" }[config.app_units];

/** Renews the session. One tab at a time: what renews it is good for one renewal. */
const renew = () =>
  navigator.locks.request("renewal", async () => (await fetch("/session/renew", { method: "POST" })).ok);

/** Asks the server, which asks the weather service: the key for that stays there. */
async function ask(city) {
  const question = `/api/weather?${new URLSearchParams({ city })}`;
  let answer = await fetch(question);
  if (answer.status === 401 && (await renew())) answer = await fetch(question);
  if (answer.status === 401) return location.reload();
  output.textContent = answer.ok ? sentence(await answer.json()) : await answer.text();
}

const sentence = ({ city, temperature, condition }) => `${city}: ${temperature} ${unit}, ${condition}`;

const form = document.getElementById("ask");
const output = document.getElementById("weather");

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(form.city.value);
});

if (form) {
  setInterval(() => form.city.value && ask(form.city.value), config.app_refresh_seconds * 1000);
} else if (document.querySelector("[data-expired]") && (await renew())) {
  location.reload();
}
document.body.dataset.hydrated = "";

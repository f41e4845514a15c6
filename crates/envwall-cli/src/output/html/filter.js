
const input = document.getElementById("filter");
if (input) {
  const entries = [...document.querySelectorAll("article")].map((article) => [article, article.textContent.toLowerCase()]);
  const rows = [...document.querySelectorAll(".overview tbody tr")].map((row) => [row, row.textContent.toLowerCase()]);
  const count = document.querySelector(".filter output");
  const apply = () => {
    const words = input.value.toLowerCase().split(/\s+/);
    const fits = ([, text]) => words.every((word) => text.includes(word));
    for (const entry of [...entries, ...rows]) entry[0].hidden = !fits(entry);
    count.textContent = words.join("") && `${entries.filter(fits).length} of ${entries.length}`;
  };
  input.closest("p").hidden = false;
  input.addEventListener("input", apply);
  apply();
}

import { index, route } from "@react-router/dev/routes";

export default [index("routes/home.jsx"), route("api/orders", "routes/orders.js"), route("contact", "routes/contact.jsx")];

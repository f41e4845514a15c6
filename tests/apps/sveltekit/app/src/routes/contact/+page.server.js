import { env } from "$env/dynamic/private";

export const prerender = false;

export const actions = {
  default: async ({ request, fetch }) => {
    const text = String((await request.formData()).get("text"));
    await fetch(env.SLACK_WEBHOOK_URL, { method: "POST", body: JSON.stringify({ text }) });
    return { sent: true };
  },
};

export const prerender = false;

export async function POST({ request }) {
  const text = String((await request.formData()).get("text"));
  await fetch(process.env.SLACK_WEBHOOK_URL, { method: "POST", body: JSON.stringify({ text }) });
  await fetch("https://api.sendgrid.com/v3/mail/send", {
    method: "POST",
    headers: { authorization: `Bearer ${import.meta.env.SENDGRID_API_KEY}` },
    body: JSON.stringify({ from: import.meta.env.MAIL_FROM, to: import.meta.env.SUPPORT_EMAIL, text }),
  });
  return new Response(null, { status: 204 });
}

import { Form, useActionData } from "react-router";

export async function action({ request }) {
  const text = String((await request.formData()).get("text"));
  await fetch(process.env.SLACK_WEBHOOK_URL, { method: "POST", body: JSON.stringify({ text }) });
  return { sent: true };
}

export default function Contact() {
  const result = useActionData();
  return (
    <Form method="post">
      <textarea name="text" />
      <button>{result?.sent ? "Thank you" : "Send"}</button>
    </Form>
  );
}

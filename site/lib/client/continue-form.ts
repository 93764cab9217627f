/** A form that says data-continue is sent by itself: the page it leads to shows how far things are, and whether there is more. */
const form = document.querySelector<HTMLFormElement>('form[data-continue]');
if (form) setTimeout(() => form.requestSubmit(), 200);

/** A file that says it is a picture. */
export function noPicture(): FormData {
  const form = new FormData();
  form.set('file', new Blob(['no picture at all']), 'photo.jpg');
  return form;
}

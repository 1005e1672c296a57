// Sections are added while the lesson runs, so look again now and then, but not while somebody reads an answer.
const look = () => {
  if (document.querySelector("details[open]")) return;
  if (location.protocol === "file:") location.reload();
  else fetch(location).then(() => location.reload(), () => {});
};
setInterval(look, 5000);

// Everything on a page is in reach: of a narrow screen, of a keyboard, of a screen reader, of the search.

// A box that is wider than its place scrolls by itself. It fades where it goes on (neuron.css), and a keyboard can
// stop at it; one that fits is no stop.
const boxes = [['.drawing', 'Figure'], ['.table-wrapper', 'Table'], ['.equation', 'Equation'], ['pre > code, pre.computed', 'Listing']];

function look(box, name) {
    const hidden = box.scrollWidth - box.clientWidth;
    box.classList.toggle('more-before', box.scrollLeft > 1);
    box.classList.toggle('more-after', box.scrollLeft < hidden - 1);
    const stop = { tabindex: '0', role: 'group', 'aria-label': `${name}, scrolls sideways` };
    for (const [key, value] of Object.entries(stop)) {
        if (hidden > 1) box.setAttribute(key, value);
        else box.removeAttribute(key);
    }
}

for (const [which, name] of boxes) {
    const sizes = new ResizeObserver(seen => seen.forEach(({ target }) => look(target, name)));
    for (const box of document.querySelectorAll(`main :is(${which})`)) {
        sizes.observe(box);
        box.addEventListener('scroll', () => look(box, name), { passive: true });
        // mdBook would turn to another chapter, or open the sidebar at a swipe.
        box.addEventListener('keydown', event => {
            if (['ArrowLeft', 'ArrowRight'].includes(event.key)) event.stopPropagation();
        });
        box.addEventListener('touchstart', event => {
            if (box.classList.contains('more-before')) event.stopPropagation();
        }, { passive: true });
    }
}

// Code in a table may break between its words, or it pushes the last columns off the page.
for (const code of document.querySelectorAll('td code:not(:has(*))')) {
    code.innerHTML = code.innerHTML.replace(/(::|[(._,=])(?=\w)/g, '$1<wbr>');
}

// A name stays on one line; a command that is longer than many a line may break between its words, not at a hyphen.
for (const code of document.querySelectorAll('main :not(pre, td, th) > code:not(:has(*))')) {
    if (code.textContent.length < 45) continue;
    code.classList.add('long');
    const words = code.textContent.split(' ').map(word => Object.assign(document.createElement('span'), { textContent: word }));
    code.replaceChildren(...words.flatMap(word => [word, ' ']).slice(0, -1));
}

// The template has no place before the sidebar.
document.body.prepend(...document.querySelectorAll('.skip-link'));

// A figure has a place of its own for the keyboard.
const figure = document.querySelector('main :is(.live, .figure)');
const skip = document.querySelector('.skip-link[hidden]');
if (figure?.id && skip) {
    figure.tabIndex = -1;
    skip.href = `#${figure.id}`;
    skip.hidden = false;
}

// The button of the sidebar is a label without its checkbox, which no key reaches.
const toggle = document.getElementById('mdbook-sidebar-toggle');
toggle.tabIndex = 0;
toggle.role = 'button';
toggle.addEventListener('keydown', event => {
    if (![' ', 'Enter'].includes(event.key)) return;
    event.preventDefault();
    toggle.click();
});

// What the search marks may lie in a folded part. It may have marked it by now, or do so when its index is there.
const unfold = () => document.querySelectorAll('details:not([open]):has(mark)').forEach(part => { part.open = true; });
unfold();
new MutationObserver(unfold).observe(document.querySelector('main'), { childList: true, subtree: true });

// The printer's button prints the page at hand. The whole book is a page of its own, which the introduction names.
const printer = document.querySelector('.right-buttons a[href$="print.html"]');
const all = location.pathname.endsWith('/print.html');
const press = document.createElement('button');
Object.assign(press, { type: 'button', className: 'icon-button', title: all ? 'Print this book' : 'Print this chapter', innerHTML: printer.innerHTML });
press.ariaLabel = press.title;
press.addEventListener('click', () => print());
printer.replaceWith(press);

// Paper is light in a dark theme too; code is black there.
const { documentElement: root } = document;
let worn;
document.querySelectorAll('#mdbook-tomorrow-night-css, #mdbook-ayu-highlight-css').forEach(sheet => { sheet.media = 'screen'; });
addEventListener('beforeprint', () => {
    worn = root.className;
    root.classList.remove('navy', 'coal', 'ayu', 'rust');
    root.classList.add('light');
});
addEventListener('afterprint', () => { root.className = worn; });

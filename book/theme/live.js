// The figures that answer. All that they show is computed by the labs' own code, compiled to WebAssembly (book/live);
// here it is only put on the page, and what the reader does is handed over.
(() => {
    // The builder marks the figures of a page whose programs it could compile. The others stay as they were drawn.
    const figures = [...document.querySelectorAll('.live[data-chapter]')];
    // On the page that holds the whole book, to be printed, they stay as they were drawn too.
    if (!figures.length || location.pathname.endsWith('/print.html')) return;

    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    // With reduced motion a figure that trains is still painted, but seldom.
    const PAUSE = 500;
    // How long nothing is touched before the address says how the knobs stand.
    const QUIET = 400;
    const dark = () => ['navy', 'coal', 'ayu'].some(name => document.documentElement.classList.contains(name));
    const programs = {};
    const program = chapter => programs[chapter] ??= (async () => {
        // A browser would refuse, and complain aloud.
        if (location.protocol === 'file:') throw Error('a page opened as a file may not run programs. In a book that is served it answers: cargo run -p book.');
        const found = await import(new URL(`${path_to_root}live/live${chapter}.js`, document.baseURI));
        await found.default();
        return found.Live;
    })();

    /** An element of this tag and class, inside of another. */
    const add = (inside, tag, name = '', text = '') => {
        const element = document.createElement(tag);
        if (name) element.className = name;
        if (text) element.textContent = text;
        inside.append(element);
        return element;
    };
    const button = (inside, name, text) => Object.assign(add(inside, 'button', name, text), { type: 'button' });
    const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

    // ── Knobs ──────────────────────────────────────────────────────────────────────────────────────────────────────
    // Each kind makes its element and returns what shows a value in it.

    /** A number as readers see it. */
    const read = text => text.replace('-', '−');

    const labelled = (inside, knob, name) => {
        const label = add(inside, 'label', `live-knob live-${name}`);
        add(label, 'span', '', knob.label);
        return label;
    };
    const input = (label, type, more) => Object.assign(add(label, 'input'), { type }, more);

    const kinds = {
        slider(inside, knob, set) {
            const label = labelled(inside, knob, 'slider');
            const range = input(label, 'range', { min: knob.min, max: knob.max, step: knob.step });
            const value = add(label, 'output');
            range.addEventListener('input', () => set(range.value));
            return text => { range.value = text; value.textContent = read(text); };
        },
        ladder(inside, knob, set) {
            const label = labelled(inside, knob, 'slider');
            const range = input(label, 'range', { min: 0, max: knob.rungs.length - 1, step: 1 });
            const value = add(label, 'output');
            range.addEventListener('input', () => set(knob.rungs[range.value]));
            return text => {
                range.value = knob.rungs.indexOf(text);
                range.setAttribute('aria-valuetext', text);
                value.textContent = text;
            };
        },
        field(inside, knob, set) {
            const field = input(labelled(inside, knob, 'field'), 'number', { min: knob.min, max: knob.max, step: knob.step });
            field.addEventListener('input', () => set(field.value));
            let last = '';
            // While somebody types, what is typed stays as it is.
            const show = () => { if (document.activeElement !== field) field.value = last; };
            field.addEventListener('blur', show);
            return text => { last = text; if (field.value === '' || Number(field.value) !== Number(text)) show(); };
        },
        line(inside, knob, set) {
            const line = input(labelled(inside, knob, 'line'), 'text', { maxLength: knob.limit, autocomplete: 'off', spellcheck: false });
            line.addEventListener('input', () => set(line.value));
            return text => { if (line.value !== text) line.value = text; };
        },
        choice(inside, knob, set) {
            const select = add(labelled(inside, knob, 'choice'), 'select');
            for (const [value, text] of knob.options) select.add(new Option(text, value));
            select.addEventListener('input', () => set(select.value));
            return text => { select.value = text; };
        },
        switch(inside, knob, set) {
            // What runs has a sign that says so; another switch has a tick.
            const on = button(inside, `live-switch ${['run', 'play'].includes(knob.id) ? 'live-run' : ''}`, knob.label);
            on.addEventListener('click', () => set(on.ariaPressed === 'true' ? 'off' : 'on'));
            return text => { on.ariaPressed = String(text === 'on'); };
        },
        button(inside, knob, set, press) {
            button(inside, 'live-button', knob.label).addEventListener('click', press);
            return () => {};
        },
    };

    // ── One figure ─────────────────────────────────────────────────────────────────────────────────────────────────

    class Figure {
        constructor(root, Live) {
            this.root = root;
            this.name = root.dataset.figure;
            this.Live = Live;
            this.panels = root.querySelector('.live-panels');
            this.readings = root.querySelector('.live-readings');
            this.words = root.querySelector('.live-words');
            this.knobs = root.querySelector('.live-knobs');
            this.part = '';
            // What the last frames cost, in milliseconds, and when the figure first answered: for who measures.
            this.costs = [];
            root.figure = this;
            this.visible = true;
            // mdBook would turn the page, open its search or its sidebar.
            root.addEventListener('keydown', event => { if (event.key !== 'Tab') event.stopPropagation(); });
            root.addEventListener('touchstart', event => event.stopPropagation(), { passive: true });
            new IntersectionObserver(([seen]) => { this.visible = seen.isIntersecting; this.ask(); }).observe(root);
            this.open();
        }

        /** The figure with its knobs as they are at first, or as the address says. */
        open(state) {
            this.live?.free();
            this.live = this.Live.open(this.name);
            if (state) this.live.restore(state);
            this.panels.replaceChildren();
            this.papers = [];
            this.makeKnobs();
            this.paint();
            this.root.dataset.state = 'alive';
            this.alive ??= performance.now();
        }

        makeKnobs() {
            this.knobs.replaceChildren();
            this.show = {};
            this.labels = {};
            this.hold = {};
            const groups = {};
            for (const knob of JSON.parse(this.live.knobs())) {
                this.labels[knob.id] = knob.label;
                if (!kinds[knob.kind]) continue;
                const inside = knob.group ? groups[knob.group] ??= this.makeGroup(knob) : this.knobs;
                const set = text => this.do(() => this.live.set(knob.id, text));
                this.show[knob.id] = kinds[knob.kind](inside, knob, set, () => this.do(() => this.live.press(knob.id)));
                const made = inside.lastElementChild;
                made.dataset.knob = knob.id;
                this.hold[knob.id] = made.matches('button') ? made : made.querySelector('input, select');
            }
            const end = add(this.knobs, 'span', 'live-end');
            button(end, 'live-reset', 'Reset').addEventListener('click', () => {
                this.open();
                this.remember();
                this.knobs.querySelector('.live-reset').focus();
            });
            this.link = add(end, 'a', 'live-link', 'Link to this');
            this.link.title = 'The address of the figure with its knobs as they stand';
        }

        makeGroup({ group, columns }) {
            const set = add(this.knobs, 'fieldset', 'live-group');
            add(set, 'legend', '', group);
            const rows = add(set, 'div');
            rows.style.setProperty('--columns', columns);
            return rows;
        }

        /** Something the reader does; then the figure is painted, and the address follows. */
        do(what) {
            what();
            this.ask();
            this.remember();
        }

        remember() {
            clearTimeout(this.later);
            this.later = setTimeout(() => {
                const state = this.live.state();
                const hash = `#${this.root.id}${state && ';'}${state}`;
                this.link.href = hash;
                history.replaceState(null, '', hash);
            }, QUIET);
        }

        /** Paints before the browser does, once however much has happened. */
        ask() {
            this.asked ??= requestAnimationFrame(now => {
                this.asked = undefined;
                const begun = performance.now();
                if (this.running && this.visible) this.live.tick(Math.max(0, now - (this.last ?? now)) / 1000);
                this.last = now;
                const rest = this.running && calm.matches && now - this.painted < PAUSE;
                if (rest) this.ask();
                else this.paint(now);
                this.costs.push(performance.now() - begun);
                if (this.costs.length > 600) this.costs.shift();
            });
        }

        paint(now = performance.now()) {
            const frame = JSON.parse(this.live.frame());
            this.painted = now;
            frame.panels.forEach((panel, index) => this.paintPanel(panel, index, frame.knobs));
            while (this.papers.length > frame.panels.length) this.papers.pop().box.remove();
            this.tell(frame);
            for (const [knob, text] of Object.entries(frame.knobs)) this.show[knob]?.(text);
            for (const [knob, control] of Object.entries(this.hold)) control.disabled = frame.idle.includes(knob);
            if (frame.running && !this.running) this.last = undefined;
            this.running = frame.running;
            if (this.running && this.visible) this.ask();
        }

        tell(frame) {
            const rows = this.readings.children;
            frame.readings.forEach((reading, index) => {
                const row = rows[index] ?? add(this.readings, 'div');
                if (row.dataset.reading !== reading.id) {
                    row.dataset.reading = reading.id;
                    row.replaceChildren();
                    add(row, 'dt');
                    add(row, 'dd');
                }
                const [name, value] = row.children;
                if (name.textContent !== reading.label) name.textContent = reading.label;
                if (value.textContent !== reading.value) value.textContent = reading.value;
            });
            while (rows.length > frame.readings.length) rows[rows.length - 1].remove();
            // A voice that reads each step of a training aloud would never end.
            this.words.ariaLive = frame.running ? 'off' : 'polite';
            if (this.words.textContent !== frame.words) this.words.textContent = frame.words;
        }

        // ── Panels ─────────────────────────────────────────────────────────────────────────────────────────────────

        paintPanel(panel, index, values) {
            let paper = this.papers[index];
            if (paper?.id !== panel.id) {
                paper?.box.remove();
                paper = this.papers[index] = this.makePanel(panel);
                this.panels.insertBefore(paper.box, this.panels.children[index] ?? null);
            }
            this.describe(panel, paper);
            this.fit(paper, panel.size);
            this.paintPictures(panel, index, paper);
            if (paper.body !== panel.body) {
                paper.body = panel.body;
                paper.svg.innerHTML = panel.body.replaceAll('ID-', `${this.root.id}-`);
                this.mark(paper);
            }
            this.paintHandles(panel, paper, values);
        }

        makePanel(panel) {
            const box = document.createElement('div');
            box.className = 'live-panel';
            box.dataset.panel = panel.id;
            const name = add(box, 'div', 'live-name');
            name.ariaHidden = 'true';
            const sheet = add(box, 'div', 'live-paper');
            const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
            svg.ariaHidden = 'true';
            sheet.append(svg);
            const paper = { id: panel.id, box, name, sheet, svg, canvases: [], handles: {} };
            this.takePointing(paper);
            if (panel.pen) this.takeStrokes(panel.id, sheet);
            return paper;
        }

        /** What it is for who cannot see it. A drawing may have parts or handles at one time and none at another. */
        describe(panel, { name, sheet }) {
            const parts = panel.body.includes('data-part');
            const label = parts ? `${panel.title}. Arrow keys walk through its parts.` : panel.title;
            if (name.textContent !== panel.title) name.textContent = panel.title;
            if (sheet.ariaLabel !== label) sheet.ariaLabel = label;
            sheet.role = parts || panel.handles.length || panel.pen ? 'group' : 'img';
            if (parts) sheet.tabIndex = 0;
            else sheet.removeAttribute('tabindex');
        }

        /** A drawing may grow and shrink, such as a tape with its expression. */
        fit(paper, [width, height]) {
            if (paper.width === width && paper.height === height) return;
            Object.assign(paper, { width, height });
            paper.box.style.setProperty('--width', `${width}px`);
            paper.sheet.style.aspectRatio = `${width} / ${height}`;
            paper.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
        }

        paintPictures(panel, index, paper) {
            panel.pictures.forEach(({ cells: [columns, rows], place, smooth }, which) => {
                let canvas = paper.canvases[which];
                if (!canvas) {
                    canvas = paper.canvases[which] = document.createElement('canvas');
                    canvas.ariaHidden = 'true';
                    paper.sheet.insertBefore(canvas, paper.svg);
                }
                if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
                canvas.classList.toggle('smooth', smooth);
                const [left, top, width, height] = place.map(part => `${100 * part}%`);
                Object.assign(canvas.style, { left, top, width, height });
                const bytes = this.live.pixels(index, which, dark());
                const colours = new Uint8ClampedArray(bytes.buffer, bytes.byteOffset, bytes.length);
                canvas.getContext('2d').putImageData(new ImageData(colours, columns, rows), 0, 0);
            });
            while (paper.canvases.length > panel.pictures.length) paper.canvases.pop().remove();
        }

        paintHandles(panel, paper, values) {
            const wanted = new Set(panel.handles.map(handle => handle.knob));
            for (const [knob, handle] of Object.entries(paper.handles)) {
                if (wanted.has(knob)) continue;
                handle.remove();
                delete paper.handles[knob];
            }
            for (const { knob, at: [x, y], colour } of panel.handles) {
                const handle = paper.handles[knob] ??= this.makeHandle(knob, paper);
                handle.className = `live-handle ${colour}`;
                handle.dataset.value = values[knob];
                Object.assign(handle.style, { left: `${100 * x}%`, top: `${100 * y}%` });
                handle.ariaLabel = `${this.labels[knob]}: ${values[knob].replace(',', ', ')}. Arrow keys move it.`;
            }
        }

        makeHandle(knob, paper) {
            const handle = button(paper.sheet, '');
            handle.dataset.knob = knob;
            this.follow(handle, paper.sheet, (phase, at) => {
                if (phase !== 2) this.do(() => this.live.drag(knob, ...at));
            });
            handle.addEventListener('keydown', event => {
                const way = ARROWS[event.key];
                if (!way) return;
                event.preventDefault();
                const steps = event.shiftKey ? 10 : 1;
                this.do(() => this.live.nudge(knob, steps * way[0], steps * way[1]));
            });
            return handle;
        }

        takeStrokes(id, sheet) {
            sheet.classList.add('live-pen');
            this.follow(sheet, sheet, (phase, at) => this.do(() => this.live.pen(id, phase, ...at)));
        }

        /** Follows a pointer that goes down on `taken` until it is lifted, in parts of `sheet`: 0 is down, 1 a move, 2 up. */
        follow(taken, sheet, tell) {
            const at = event => {
                const box = sheet.getBoundingClientRect();
                return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
            };
            let held;
            taken.addEventListener('pointerdown', event => {
                // On a sheet with handles they are for themselves.
                if (event.button !== 0 || held !== undefined || (taken === sheet && event.target.closest('.live-handle'))) return;
                held = event.pointerId;
                taken.setPointerCapture(held);
                tell(0, at(event));
            });
            taken.addEventListener('pointermove', event => {
                if (event.pointerId !== held) return;
                const all = event.getCoalescedEvents?.() ?? [];
                for (const one of all.length ? all : [event]) tell(1, at(one));
            });
            const lift = event => {
                if (event.pointerId !== held) return;
                held = undefined;
                tell(2, at(event));
            };
            taken.addEventListener('pointerup', lift);
            taken.addEventListener('pointercancel', lift);
        }

        // ── Parts that can be pointed to ───────────────────────────────────────────────────────────────────────────

        takePointing({ sheet }) {
            const point = part => {
                if (part === this.part) return;
                this.part = part;
                this.live.point(part);
                this.ask();
                this.papers.forEach(paper => this.mark(paper));
            };
            const under = event => event.target.closest?.('[data-part]')?.dataset.part;
            sheet.addEventListener('pointerover', event => { if (under(event)) point(under(event)); });
            sheet.addEventListener('pointerdown', event => { if (under(event)) point(under(event)); });
            sheet.addEventListener('pointerleave', event => { if (event.pointerType === 'mouse' && sheet.tabIndex === 0) point(''); });
            sheet.addEventListener('keydown', event => {
                if (event.target !== sheet || sheet.tabIndex !== 0) return;
                if (event.key === 'Escape') return point('');
                const way = ARROWS[event.key];
                if (!way) return;
                event.preventDefault();
                const parts = [...new Set([...sheet.querySelectorAll('[data-part]')].map(part => part.dataset.part))];
                const step = way[0] || -way[1];
                const here = parts.indexOf(this.part);
                point(parts[here < 0 ? (step > 0 ? 0 : parts.length - 1) : (here + step + parts.length) % parts.length] ?? '');
            });
        }

        mark(paper) {
            for (const part of paper.svg.querySelectorAll('[data-part]')) part.classList.toggle('here', part.dataset.part === this.part);
        }
    }

    // ── The page ───────────────────────────────────────────────────────────────────────────────────────────────────

    const alive = new Map();
    /** The figure that the address speaks of, and how its knobs stand. */
    const addressed = () => {
        const [id, ...rest] = location.hash.slice(1).split(';');
        return { id, state: rest.join(';') };
    };

    async function wake(root) {
        const Live = await program(root.dataset.chapter).catch(error => {
            // The drawing stays, and what it says. Only there is nothing to try.
            root.dataset.state = 'still';
            const why = root.querySelector('.live-try');
            why.className = 'live-still';
            why.textContent = `This figure stays still here: ${error.message ?? error}`;
        });
        if (!Live || alive.has(root)) return;
        const figure = new Figure(root, Live);
        alive.set(root, figure);
        const { id, state } = addressed();
        if (id === root.id && state) figure.open(state);
        figure.link.href = `#${root.id}${state && id === root.id ? `;${state}` : ''}`;
    }

    const near = new IntersectionObserver(seen => {
        for (const { target, isIntersecting } of seen) {
            if (!isIntersecting) continue;
            near.unobserve(target);
            wake(target);
        }
    }, { rootMargin: '60% 0px' });
    figures.forEach(root => near.observe(root));

    function visit() {
        const { id, state } = addressed();
        const root = figures.find(root => root.id === id);
        if (!root) return;
        root.scrollIntoView();
        if (state) alive.get(root)?.open(state);
    }
    window.addEventListener('hashchange', visit);
    visit();

    // Pictures are painted in the theme's colours; at once, for the printer does not wait.
    new MutationObserver(() => alive.forEach(figure => figure.paint()))
        .observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
})();

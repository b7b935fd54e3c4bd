'use strict';
(() => {
  // Without this script every table shows its first rows, says how many it leaves out, and can't be filtered or sorted.
  const perPage = 50;
  const onPaper = 500;
  const data = JSON.parse(document.getElementById('data').textContent);
  const collator = new Intl.Collator('en', { numeric: true });
  const grouped = new Intl.NumberFormat('en');
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // The words of a field are shared by all sheets. Their order is that in which people sort, or their own where it means something.
  class Vocabulary {
    constructor({ words, ordered }) {
      this.words = words;
      this.ordered = ordered;
    }
    get ranks() {
      const sorted = this.words.map((_, n) => n);
      if (!this.ordered) sorted.sort((a, b) => collator.compare(this.words[a], this.words[b]));
      const ranks = new Array(sorted.length);
      sorted.forEach((n, rank) => { ranks[n] = rank; });
      Object.defineProperty(this, 'ranks', { value: ranks }); // worked out once
      return ranks;
    }
    // numbers finds the words that hold a text.
    numbers(part) {
      const found = new Set();
      this.words.forEach((word, n) => { if (word.toLowerCase().includes(part)) found.add(n); });
      return found;
    }
  }

  // A field says for each row of a sheet which words it has.
  class Field {
    constructor(vocabulary, { rows, all, lists }) {
      this.vocabulary = vocabulary;
      this.numbers = lists ? row => lists[row] : rows ? row => [rows[row]] : () => [all];
    }
    text(row) { return this.numbers(row).map(n => this.vocabulary.words[n]).join(', '); }
    has(row, numbers) { return this.numbers(row).some(n => numbers.has(n)); }
    // compare puts rows that say nothing last, whatever the sign.
    compare(a, b, sign) {
      const [x, y] = [this.text(a), this.text(b)];
      if (!x || !y) return Boolean(y) - Boolean(x);
      const { ranks } = this.vocabulary;
      return sign * (ranks[this.numbers(a)[0]] - ranks[this.numbers(b)[0]]);
    }
  }

  // A sheet is a table whose rows come from the data, a page at a time, filtered and sorted.
  class Sheet {
    constructor(name, { rows, fields }) {
      this.name = name;
      this.rows = rows;
      this.fields = new Map(Object.entries(fields).map(([field, column]) => [field, new Field(vocabularies.get(field), column)]));
      this.section = document.getElementById(name);
      this.table = one('table[data-sheet]', this.section);
      this.body = one('tbody', this.table);
      this.template = one('template', this.section).content.firstElementChild;
      this.form = one('form.filters', this.section);
      this.status = one('[role=status]', this.section);
      this.extras = one('.extras', this.section);
      this.pages = one('.pages', this.section);
      this.leftOut = one('.left-out', this.section);
      this.only = new Map(); // filters that links set, beside those of the form
      this.page = 0;
      this.listen();
      this.find();
    }

    listen() {
      this.form.hidden = false;
      let pause;
      this.form.addEventListener('input', () => {
        clearTimeout(pause);
        pause = setTimeout(() => this.find(), 120);
      });
      this.form.addEventListener('submit', event => event.preventDefault());
      one('[name=clear]', this.form).addEventListener('click', () => this.show(''));
      sortable(this.table, (field, direction) => {
        this.sorted = field && { field: this.fields.get(field), sign: direction === 'ascending' ? 1 : -1 };
        this.find();
      });
      for (const button of all('button', this.pages)) {
        button.addEventListener('click', () => {
          this.turn(this.page + (button.name === 'next' ? 1 : -1));
          this.status.scrollIntoView();
        });
      }
    }

    // show sets the filters to those of a link, and no others.
    show(where) {
      this.form.reset();
      this.only.clear();
      for (const [field, word] of new URLSearchParams(where)) {
        const box = all('input[type=checkbox]', this.form).find(i => i.name === field && i.value === word);
        const choice = all('select', this.form).find(s => s.name === field && [...s.options].some(o => o.value === word));
        if (box) box.checked = true;
        else if (choice && word) choice.value = word;
        else this.only.set(field, new Set([...(this.only.get(field) ?? []), word]));
      }
      this.find();
    }

    // filters returns what a row must have: for each filter fields, one of which must have one of the words.
    filters() {
      const wanted = new Map(this.only);
      const all = [...this.fields.values()];
      const filters = [];
      for (const [name, value] of new FormData(this.form)) {
        if (name === 'text') {
          for (const part of value.toLowerCase().split(/\s+/).filter(Boolean)) {
            filters.push(all.map(field => [field, field.vocabulary.numbers(part)]).filter(([, numbers]) => numbers.size));
          }
        } else if (value) {
          wanted.set(name, new Set([...(wanted.get(name) ?? []), value]));
        }
      }
      for (const [name, words] of wanted) {
        const field = this.fields.get(name);
        const numbers = new Set([...words].map(word => field.vocabulary.words.indexOf(word)));
        filters.push([[field, numbers]]);
      }
      return filters;
    }

    find() {
      const filters = this.filters();
      this.found = [];
      for (let row = 0; row < this.rows; row++) {
        if (filters.every(fields => fields.some(([field, numbers]) => field.has(row, numbers)))) this.found.push(row);
      }
      if (this.sorted) {
        const { field, sign } = this.sorted;
        this.found.sort((a, b) => field.compare(a, b, sign) || a - b);
      }
      this.tell();
      this.turn(0);
    }

    tell() {
      const { found: { length }, rows } = this;
      const what = this.table.dataset.many;
      this.status.textContent = length === rows
        ? `All ${grouped.format(rows)} ${what}`
        : `${grouped.format(length)} of ${grouped.format(rows)} ${what}`;
      this.extras.replaceChildren(...[...this.only].map(([name, words]) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'button';
        const filter = `${name}: ${[...words].map(word => word || 'none').join(', ')}`;
        button.textContent = `${filter} \u2715`;
        button.setAttribute('aria-label', `Remove the filter ${filter}`);
        button.addEventListener('click', () => {
          this.only.delete(name);
          this.find();
          this.status.focus();
        });
        return button;
      }));
    }

    turn(page) {
      const last = Math.max(0, Math.ceil(this.found.length / perPage) - 1);
      this.page = Math.min(Math.max(page, 0), last);
      const from = this.page * perPage;
      const shown = this.found.slice(from, from + perPage);
      this.fill(shown);
      this.leftOut.hidden = true;
      this.pages.hidden = last === 0;
      one('[name=previous]', this.pages).disabled = this.page === 0;
      one('[name=next]', this.pages).disabled = this.page === last;
      one('span', this.pages).textContent =
        `${grouped.format(from + 1)} to ${grouped.format(from + shown.length)} of ${grouped.format(this.found.length)}`;
    }

    fill(rows) { this.body.replaceChildren(...rows.map(row => this.render(row))); }

    // render fills a copy of the row that the page brought along. All of the data goes in as text.
    render(row) {
      const copy = this.template.cloneNode(true);
      for (const slot of all('[data-field]', copy)) {
        const word = this.fields.get(slot.dataset.field).text(row);
        slot.textContent = word;
        if ('word' in slot.dataset) slot.dataset.word = word;
        if ('rank' in slot.dataset) slot.dataset.rank = data.ranks[word] ?? '';
        if ('rule' in slot.dataset) slot.setAttribute('href', `#rule-${encodeURIComponent(word)}`);
        const optional = slot.closest('[data-optional]');
        if (optional) optional.hidden = !word;
      }
      return copy;
    }

    print() {
      this.fill(this.found.slice(0, onPaper));
      const more = this.found.length - onPaper;
      this.leftOut.hidden = more <= 0;
      this.leftOut.textContent = `${grouped.format(more)} more ${this.table.dataset.many} are not printed; filter them on the screen, or see the report as CSV or JSON.`;
    }
  }

  // sortable makes buttons of the headings that a table can be sorted by.
  function sortable(table, sort) {
    const headings = all('th[data-sort]', table);
    for (const heading of headings) {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...heading.childNodes);
      heading.append(button);
      heading.setAttribute('aria-sort', 'none');
      button.addEventListener('click', () => {
        const before = heading.getAttribute('aria-sort');
        const first = heading.dataset.first ?? 'ascending';
        const second = first === 'ascending' ? 'descending' : 'ascending';
        const next = before === 'none' ? first : before === first ? second : 'none';
        headings.forEach(h => h.setAttribute('aria-sort', 'none'));
        heading.setAttribute('aria-sort', next);
        sort(next === 'none' ? null : heading.dataset.sort, next);
      });
    }
  }

  // plain makes a table whose rows all stand in the page sortable, by what the cells of a column say. Several bodies are sorted whole.
  function plain(table) {
    const bodies = [...table.tBodies];
    const original = bodies.length > 1 ? bodies : [...bodies[0].rows];
    sortable(table, (column, direction) => {
      const sorted = [...original];
      if (column !== null) {
        const value = item => {
          const cell = (item.rows?.[0] ?? item).cells[column];
          return cell.dataset.value ?? cell.textContent.trim();
        };
        const sign = direction === 'ascending' ? 1 : -1;
        sorted.sort((a, b) => sign * collator.compare(value(a), value(b)));
      }
      if (bodies.length > 1) one('thead', table).after(...sorted);
      else bodies[0].append(...sorted);
    });
  }

  const vocabularies = new Map(Object.entries(data.words).map(([field, words]) => [field, new Vocabulary(words)]));
  const sheets = new Map(Object.entries(data.sheets).map(([name, sheet]) => [name, new Sheet(name, sheet)]));
  all('table[data-plain]').forEach(plain);

  document.addEventListener('click', event => {
    const link = event.target.closest('a[data-show]');
    if (!link) return;
    const sheet = sheets.get(link.dataset.show);
    event.preventDefault();
    all('[aria-current]', one('main')).forEach(marked => marked.removeAttribute('aria-current'));
    if (link.closest('table.map')) link.setAttribute('aria-current', 'true');
    sheet.show(link.dataset.where);
    history.pushState(null, '', `#${sheet.name}`);
    sheet.section.scrollIntoView();
    one('h2, h3', sheet.section).focus({ preventScroll: true });
  });

  // A link to a rule opens what is folded around it.
  function open() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) if (at.localName === 'details') at.open = true;
    one(':scope details', target ?? document.createElement('p'))?.setAttribute('open', '');
  }
  addEventListener('hashchange', open);

  let folded = [];
  addEventListener('beforeprint', () => {
    sheets.forEach(sheet => sheet.print());
    folded = all('details:not([open])');
    folded.forEach(details => { details.open = true; });
  });
  addEventListener('afterprint', () => {
    folded.forEach(details => { details.open = false; });
    sheets.forEach(sheet => sheet.turn(sheet.page));
  });
})();

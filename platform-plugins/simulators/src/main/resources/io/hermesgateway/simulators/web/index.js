import { call, el, head, language, words } from '/_sim/kit.js';

const t = words();
const about = await call('about');
document.body.append(head(t('simulators'), t), el('main', el('div.cards',
  el('p', t('intro')),
  about.simulators.map((one) => el('section.card',
    el('h2', el('a', { href: `/_sim/${one.id}/` }, one.title[language] || one.title.en)),
    el('p', t('settings')), el('pre', one.config.join('\n')),
    el('p', t('env')), el('pre', one.environment.join('\n')))))));

import Typebot from '@typebot.io/js/web';

document.getElementById('here').append(document.createElement('typebot-standard'));
Typebot.initStandard({ typebot: 'bot', apiHost: location.origin });

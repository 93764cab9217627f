import { noteOrder } from './search-notes.ts';

// An order that was placed before is looked at again without this.
if (new URLSearchParams(location.search).has('placed')) noteOrder();

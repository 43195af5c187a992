/** The counter card: finding, calling, reading aloud, and the numbers of now. */

import { offerVoices } from "./aloud.js";
import { askBeforeCalling } from "./calling.js";
import { finding } from "./finding.js";
import { follow } from "./following.js";

const card = document.getElementById("card");
const looks = [finding(card, document.getElementById("finding")), offerVoices(card)];
askBeforeCalling(card, document.getElementById("call-sheet"));
follow(card, () => looks.forEach((look) => look()));

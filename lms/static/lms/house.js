/** On every page of somebody who is signed in, but the player's. */

import { keepForOffline } from "./at-rest.js";
import { awaitFirstCourse } from "./coming.js";
import { offerInstall } from "./install.js";

const chip = document.getElementById("offline");

function tellOffline() {
  chip.hidden = navigator.onLine;
}

addEventListener("online", tellOffline);
addEventListener("offline", tellOffline);
tellOffline();
keepForOffline();
offerInstall();
awaitFirstCourse();

// Loaded before Azurite's queue service, whose clock then stands still until a test moves it: a number of milliseconds on the standard
// input moves it, "@moved" answers. Only what is asked without a time is the standing clock's; timers run as ever.
const SystemDate = Date;
let now = SystemDate.now();

globalThis.Date = class Date extends SystemDate {
  constructor(...time) {
    super(...(time.length === 0 ? [now] : time));
  }

  static now() {
    return now;
  }
};

require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  now += Number(line);
  console.log("@moved");
});

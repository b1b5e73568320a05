// A loud room: people write 200 messages a second, everybody votes every ten seconds and reacts every five. What all of
// this costs is divided by the chat messages that were delivered alone. The others only repeat messages, each in a
// write of its own: they are spared the votes and reactions.
import { openPoll } from "../control.mjs";
import { interleaved, pick, withCrowds } from "../crowd.mjs";
import { floor, socketIo } from "../peers/peers.mjs";
import { against } from "../report.mjs";

const writers = 200;
const perSecond = 200;
const chat = '{"event":"sendmessage","id":$n,"chat":"about as long as people write in a room"}';

export async function loud({ report, isFull, rounds, lecterns }) {
  const [people, seconds] = isFull ? [2000, 3] : [1000, 2];
  const talks = new Set(lecterns.map(({ name }) => name));
  await withCrowds([floor, socketIo, ...lecterns], report, async (crowds) => {
    for (const { name, server, load } of crowds) {
      if (!talks.has(name)) continue;
      await openPoll(server);
      await load.match('"event":"chat"');
    }
    for (const crowd of crowds) await crowd.enter(people);
    const round = async (crowd) => {
      const isTalk = talks.has(crowd.name);
      const result = await crowd.measure(async (load) => {
        await load.pace(isTalk ? chat : crowd.server.move, { count: writers, perSecond });
        if (isTalk) {
          await load.pace('{"event":"vote","id":$n,"poll":"bench","answer":[$m]}', {
            count: people,
            perSecond: people / 10,
          });
          await load.pace('{"event":"react","emoji":"👏"}', { count: people, perSecond: people / 5 });
        }
        return load.run({ seconds });
      });
      check(report, crowd, result);
      return result;
    };
    await interleaved(
      crowds.filter(({ name }) => talks.has(name)),
      1,
      round,
    );
    const results = await interleaved(crowds, rounds, round);
    const values = pick(results, ({ cpu, matches }) => (cpu.total * 1000) / matches);
    report.row(`a loud room of ${people.toLocaleString("en")}: CPU, µs a chat message delivered`, values, [
      ...against(values, "floor", 0.2),
      ...against(values, "socket.io", 0.1),
    ]);
  });
}

function check(report, { name }, { said, fewest, most, errors, closed }) {
  const isRight = fewest === said && most === said && errors === 0 && closed === 0;
  if (!isRight) report.wrong(`${name}: of ${said} messages, ${fewest} to ${most} arrived; ${errors} were refused`);
}

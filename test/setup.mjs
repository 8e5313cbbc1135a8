// Gets a fresh clone ready: `node test/setup.mjs [redis] [chromium] [build]`. Runs on Node 20 and later,
// before there are any packages, so it may import nothing but what Node brings. Every npm script
// calls it first, so with nothing to do it says nothing and starts no other process.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.relaydesk-setup');
const lockFile = join(root, 'package-lock.json');
const nodeFile = join(modules, '.bin', 'node');
const turn = join(root, '.sandbox', 'setup.lock');
const nodeMajor = 26;
const turnTimeoutMs = 15 * 60 * 1000;

const say = (line) => process.stderr.write(`setup: ${line}\n`);

const fail = (line) => {
  say(line);
  process.exit(1);
};

// npm puts our own node_modules/.bin first; what runs `npm ci` must not be what it replaces.
const pathDirs = () =>
  (process.env.PATH ?? '').split(delimiter).filter((dir) => dir !== '' && !dir.startsWith(modules));

const find = (...names) =>
  names
    .flatMap((name) => pathDirs().map((dir) => join(dir, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
      } catch {
        return false;
      }
    });

const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Quiet, unless it fails: then its output is shown. */
const run = (command, args, env = {}) => {
  const done = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: pathDirs().join(delimiter), ...env },
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.status === 0) return true;
  process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`);
  if (done.error !== undefined) say(`${command}: ${done.error.message}`);
  return false;
};

const npm = (...args) => {
  const found = find('npm');
  const viaScript = process.env.npm_execpath;
  if (found !== undefined) return run(found, args);
  if (viaScript !== undefined && existsSync(viaScript)) {
    return run(process.execPath, [viaScript, ...args]);
  }
  return fail('npm is not on the PATH; install Node.js with npm');
};

// --- packages -------------------------------------------------------------------------------

/** Platform and architecture count: a folder shared with a container has the wrong binaries. */
const wantedStamp = () => {
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
};

const isStamped = () => {
  try {
    return readFileSync(stampFile, 'utf8') === wantedStamp() && existsSync(nodeFile);
  } catch {
    return false;
  }
};

const isOnDisk = (name) => existsSync(join(root, name, 'package.json'));

/** Somebody may have run npm by hand. npm keeps its own account of what it put there. */
const isInstalled = () => {
  const wanted = readJson(lockFile)?.packages;
  const present = readJson(join(modules, '.package-lock.json'))?.packages;
  if (wanted === undefined || present === undefined) return false;
  const same = (name) => wanted[name]?.integrity === present[name]?.integrity;
  return (
    Object.keys(present).every((name) => same(name) && isOnDisk(name)) &&
    Object.keys(wanted).every(
      (name) => name === '' || name in present || wanted[name].optional === true,
    )
  );
};

const isNodeNewEnough = () => {
  const asked = spawnSync(nodeFile, ['--version'], { encoding: 'utf8' });
  return asked.status === 0 && Number(/^v(\d+)\./.exec(asked.stdout)?.[1]) >= nodeMajor;
};

const setUpPackages = () => {
  if (isStamped()) return;
  takeTurn();
  if (isStamped()) return;
  if (!isInstalled()) {
    say('installing packages (npm ci)');
    const isDone = npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error');
    if (!isDone) fail('the packages did not install; see above, then run: npm ci');
  }
  if (!isNodeNewEnough()) {
    say(`fetching Node ${nodeMajor} (npm rebuild node)`);
    npm('rebuild', 'node', '--loglevel=error');
    if (!isNodeNewEnough()) {
      fail(`Node ${nodeMajor} did not install; run: npm rebuild node --ignore-scripts=false`);
    }
  }
  writeFileSync(stampFile, wantedStamp());
};

// --- one at a time --------------------------------------------------------------------------

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

let hasTurn = false;

/** Two scripts started together must not both replace node_modules. Held until this process ends. */
const takeTurn = () => {
  if (hasTurn) return;
  mkdirSync(dirname(turn), { recursive: true });
  const deadlineMs = Date.now() + turnTimeoutMs;
  for (;;) {
    try {
      writeFileSync(turn, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`${turn}: ${error.message}`);
    }
    const holder = Number(readOr(turn, ''));
    if (holder > 0 && !isAlive(holder)) rmSync(turn, { force: true });
    else if (Date.now() > deadlineMs) fail(`another setup is running; if not, remove ${turn}`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  hasTurn = true;
  process.on('exit', () => rmSync(turn, { force: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
};

const readOr = (file, otherwise) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
};

// --- programs -------------------------------------------------------------------------------

const programs = {
  redis: {
    isThere: () =>
      process.env.TEST_REDIS_SERVER !== undefined || find('redis-server') !== undefined,
    apt: 'redis-server',
    brew: ['redis'],
    missing: 'redis-server is not on the PATH',
  },
  chromium: {
    isThere: () =>
      find('chromium', 'chromium-browser', 'google-chrome') !== undefined ||
      [
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      ].some((file) => existsSync(file)),
    apt: 'chromium',
    brew: ['--cask', 'chromium'],
    missing: 'neither chromium nor google-chrome is on the PATH',
  },
};

const aptInstall = (name) => {
  // The package starts a system service unless it believes the machine is in single-user mode.
  const quiet = ['env', 'RUNLEVEL=1', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, ...quiet, ...args];
    return run(command, rest);
  };
  return apt('update') && apt('install', '-y', '--no-install-recommends', name);
};

const setUpProgram = (name) => {
  const program = programs[name];
  if (program.isThere()) return;
  takeTurn();
  if (program.isThere()) return;
  let advice = `install ${name} with the package manager of this system`;
  if (find('apt-get') !== undefined) {
    advice = `run: sudo apt-get install ${program.apt}`;
    say(`installing ${program.apt} (apt-get)`);
    aptInstall(program.apt);
  } else if (process.platform === 'darwin') {
    advice = `run: brew install ${program.brew.join(' ')}`;
    if (find('brew') !== undefined) {
      say(`installing ${name} (brew)`);
      run('brew', ['install', '--quiet', ...program.brew]);
    }
  }
  if (!program.isThere()) fail(`${program.missing}; ${advice}`);
};

// --- what runs ------------------------------------------------------------------------------

const dist = join(root, 'dist');
const buildStampFile = join(dist, '.stamp');

const filesIn = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .toSorted()
        .flatMap((name) => filesIn(join(path, name)))
    : [path];

/** By what is in the files: their times say nothing after a checkout. */
const sourcesStamp = () => {
  const hash = createHash('sha256');
  const paths = [
    'src',
    'commands',
    'package.json',
    'package-lock.json',
    'rolldown.config.ts',
    'LICENSE',
  ];
  for (const file of paths.flatMap((path) => filesIn(join(root, path)))) {
    hash.update(`${file.slice(root.length)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
};

/** `rolldown` empties the folder first, so half a build has no stamp. */
const setUpBuild = () => {
  const isBuilt = () => readOr(buildStampFile, '') === sourcesStamp();
  if (isBuilt()) return;
  takeTurn();
  if (isBuilt()) return;
  const stamp = sourcesStamp();
  const bundler = join(modules, 'rolldown', 'bin', 'cli.mjs');
  const isDone = run(nodeFile, [bundler, '-c', '--configLoader', 'native']);
  if (!isDone) fail('src/ and commands/ could not be built into dist/; see above');
  writeFileSync(buildStampFile, stamp);
};

const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (name !== 'build' && !Object.hasOwn(programs, name)) {
    fail(`unknown: ${name}; known: redis, chromium, build`);
  }
}
setUpPackages();
for (const name of wanted) {
  if (name === 'build') setUpBuild();
  else setUpProgram(name);
}

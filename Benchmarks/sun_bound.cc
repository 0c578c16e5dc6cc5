// What any controller that does not know the future can reach on a broken day, with a 24|16 charger and a plug.
//
//   g++ -O3 -march=native -ffast-math Benchmarks/sun_bound.cc -o sun_bound && ./sun_bound
//
// Dynamic programming over the day, backwards, with the true chances of `DayRecipe`: whether it is sun or cloud,
// how old it is, how deep the cloud is, whether a kettle or the heat pump runs, the limit, on or off. A change of
// the limit, a switching and a watt-second from the grid each have a price. With prices p and budgets B the best
// policy's worth plus p·B is above what any controller takes that keeps the budgets, even if only on average over
// many days; the prices are searched that make this bound lowest. The policy is run on days made by chance as well.
//
// Simpler than the project's days, always in favour of the controller: it knows the weather's chances and each
// cloud's depth at once, it hears the meter without delay, the charger takes its limit at once, and the
// refrigerator is its mean. From mains on the charger takes 9 s to start. It acts every 10 s.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

using std::vector;

constexpr int LEVELS = 8, STEP = 10, DEPTHS = 5, EDGE = 2, DAY = 86400;
constexpr double LOW = 112.34, HIGH = 449.36, START = 9, BASE = 174;  // watts, watts, seconds, watts
constexpr double FREE = 1e9;                                          // a budget that is none

struct Sky { const char *name; double peak, shallow, deep, shortest, longest, pump, hours; };
struct Price { double write, plug, grid; };
struct Bounds { const char *name; double writes, plug, grid; };

const Sky skies[] = {
    {"broken, 800 W", 800, .3, .8, 20, 300, 0, 12},
    {"broken, 900 W", 900, .3, .8, 20, 300, 0, 12},
    {"broken, 1400 W", 1400, .3, .8, 20, 300, 0, 12},
    {"broken, 2000 W, heat pump", 2000, .3, .8, 20, 300, 1100, 12},
    {"shallow, 800 W, 16 h", 800, .2, .6, 20, 300, 0, 16},
    {"shallow, 1000 W, 16 h", 1000, .2, .6, 20, 300, 0, 16},
    {"shallow and short, 1000 W", 1000, .2, .6, 20, 150, 0, 12},
    {"broken, 1400 W, 16 h", 1400, .3, .8, 20, 300, 0, 16},
    {"long, 1400 W", 1400, .3, .8, 60, 600, 0, 12},
};
const Bounds bounds[] = {
    {"30 changes, 60 switchings, 6 %", 30, 60, .06},   {"100 changes, 60 switchings, 5 %", 100, 60, .05},
    {"30 changes, switchings free, 6 %", 30, FREE, .06}, {"100 changes, switchings free, 5 %", 100, FREE, .05},
    {"changes free, 60 switchings, 6 %", FREE, 60, .06}, {"changes free, 60 switchings, 5 %", FREE, 60, .05},
};

double clearSky(double second, double hours) {
    double position = (second - DAY / 2) / (hours * 1800);
    return std::fabs(position) < 1 ? std::pow(std::cos(position * M_PI / 2), 1.3) : 0;
}

double watts(int level) { return LOW + (HIGH - LOW) * level / (LEVELS - 1); }

// What to do at a moment in a weather, level by level: 0 stay, 1 another limit or on, 2 off or on with another.
struct Decision { uint32_t on = 0, off = 0; uint8_t write = 0, start = 0; };

struct Made { vector<float> surplus, age, depth; vector<uint8_t> cloudy, house; double perfect = 0; int crossings = 0; };

struct Model {
    Sky sky;
    int ages, weathers, houses, begin = 0, steps;
    vector<float> lasts;  // the chance that a cloud, or the sun, of an age lasts another step
    double edge[EDGE];    // how far an edge has passed, on average
    vector<Decision> policy;

    explicit Model(const Sky &sky) : sky(sky) {
        ages = int(sky.longest / STEP);
        weathers = DEPTHS * ages + DEPTHS * EDGE + ages - EDGE;
        houses = sky.pump > 0 ? 4 : 2;
        auto left = [&](double age) {
            if (age <= sky.shortest) return 1.0;
            return age >= sky.longest ? 0.0 : std::log(sky.longest / age) / std::log(sky.longest / sky.shortest);
        };
        for (int a = 0; a < ages; a++) lasts.push_back(float(left(STEP * (a + 1)) / left(STEP * a)));
        for (int e = 0; e < EDGE; e++) {
            double sum = 0, count = 0;
            for (int s = 1; s <= STEP; s++)
                for (double width = 3.5; width < 20; width++, count++) sum += std::min((e * STEP + s) / width, 1.0);
            edge[e] = sum / count;
        }
        while (sky.peak * clearSky(begin, sky.hours) < BASE + LOW / 3) begin += STEP;
        steps = (DAY - 2 * begin) / STEP;
        policy.resize(size_t(steps) * houses * weathers);
    }

    int cloud(int depth, int age) const { return depth * ages + age; }
    // The sun's first steps have the edge of the cloud before.
    int sun(int depth, int age) const { return DEPTHS * ages + (age < EDGE ? depth * EDGE : DEPTHS * EDGE - EDGE) + age; }

    double light(int weather) const {
        auto taken = [&](int depth) { return sky.shallow + (sky.deep - sky.shallow) * (depth + .5) / DEPTHS; };
        if (weather < DEPTHS * ages) {
            int age = weather % ages;
            return 1 - taken(weather / ages) * (age < EDGE ? edge[age] : 1);
        }
        weather -= DEPTHS * ages;
        return weather < DEPTHS * EDGE ? 1 - taken(weather / EDGE) * (1 - edge[weather % EDGE]) : 1;
    }

    // The chance to be in a house's state (1 kettle, 2 heat pump) a step after another.
    double follows(int now, int next) const {
        auto chance = [](bool now, bool next, double on, double off) {
            double goes = STEP / (now ? on : off);
            return next == now ? 1 - goes : goes;
        };
        double kettle = chance(now & 1, next & 1, 180, 57600 / 6.0);
        return houses == 2 ? kettle : kettle * chance(now & 2, next & 2, 1200, 2400);
    }

    // Fills the policy; returns what the day is worth with it.
    double solve(const Price &price) {
        size_t size = size_t(weathers) * LEVELS;
        vector<float> on(houses * size), off(houses * size), nextOn(size), nextOff(size);
        vector<float> newOn(houses * size), newOff(houses * size);
        for (int t = steps - 1; t >= 0; t--) {
            double clear = sky.peak * clearSky(begin + (t + .5) * STEP, sky.hours);
            for (int house = 0; house < houses; house++) {
                std::fill(nextOn.begin(), nextOn.end(), 0), std::fill(nextOff.begin(), nextOff.end(), 0);
                for (int next = 0; next < houses; next++) {
                    float share = float(follows(house, next));
                    for (size_t i = 0; i < size; i++)
                        nextOn[i] += share * on[next * size + i], nextOff[i] += share * off[next * size + i];
                }
                float anyOn[LEVELS] = {}, anyOff[LEVELS] = {};
                for (int d = 0; d < DEPTHS; d++)
                    for (int l = 0; l < LEVELS; l++) {
                        anyOn[l] += nextOn[cloud(d, 0) * LEVELS + l] / DEPTHS;
                        anyOff[l] += nextOff[cloud(d, 0) * LEVELS + l] / DEPTHS;
                    }
                double load = BASE + (house & 1 ? 2000 : 0) + (house & 2 ? sky.pump : 0);
                for (int w = 0; w < weathers; w++) {
                    int age, older, rest = w - DEPTHS * ages;
                    const float *changedOn = anyOn, *changedOff = anyOff;
                    if (rest < 0) {
                        age = w % ages, older = std::min(age + 1, ages - 1) - age + w;
                        changedOn = &nextOn[sun(w / ages, 0) * LEVELS], changedOff = &nextOff[sun(w / ages, 0) * LEVELS];
                    } else if (rest < DEPTHS * EDGE) {
                        age = rest % EDGE, older = sun(rest / EDGE, age + 1);
                    } else {
                        age = rest - DEPTHS * EDGE + EDGE, older = std::min(age + 1, ages - 1) - age + w;
                    }
                    float surplus = float(std::max(clear * light(w) - load, 0.0));
                    float charging[LEVELS], resting[LEVELS], starting[LEVELS];
                    for (int l = 0; l < LEVELS; l++) {
                        float covered = std::min(float(watts(l)), surplus);
                        float brings = covered - float(price.grid) * (float(watts(l)) - covered);
                        float stays = lasts[age], goes = 1 - stays;
                        charging[l] = brings * STEP + stays * nextOn[older * LEVELS + l] + goes * changedOn[l];
                        resting[l] = stays * nextOff[older * LEVELS + l] + goes * changedOff[l];
                        starting[l] = charging[l] - float(START) * brings;
                    }
                    size_t place = house * size + size_t(w) * LEVELS;
                    policy[(size_t(t) * houses + house) * weathers + w] =
                        decide(price, charging, resting, starting, &newOn[place], &newOff[place]);
                }
            }
            on.swap(newOn), off.swap(newOff);
        }
        const float *dawn = &off[size_t(sun(0, ages - 1)) * LEVELS];
        return *std::max_element(dawn, dawn + LEVELS);
    }

    static Decision decide(const Price &price, const float *charging, const float *resting, const float *starting,
                           float *on, float *off) {
        Decision best;
        best.write = uint8_t(std::max_element(charging, charging + LEVELS) - charging);
        best.start = uint8_t(std::max_element(starting, starting + LEVELS) - starting);
        for (int l = 0; l < LEVELS; l++) {
            float changed = charging[best.write] - float(price.write), stopped = resting[l] - float(price.plug);
            float started = starting[l] - float(price.plug);
            float both = starting[best.start] - float(price.plug + price.write);
            on[l] = std::max({charging[l], changed, stopped});
            off[l] = std::max({resting[l], started, both});
            best.on |= uint32_t(on[l] == charging[l] ? 0 : on[l] == changed ? 1 : 2) << (2 * l);
            best.off |= uint32_t(off[l] == resting[l] ? 0 : off[l] == started ? 1 : 2) << (2 * l);
        }
        return best;
    }

    Made make(uint64_t seed) const {
        std::mt19937_64 chance(seed);
        auto any = [&](double from, double to) { return std::uniform_real_distribution<double>(from, to)(chance); };
        Made day{vector<float>(DAY), vector<float>(DAY), vector<float>(DAY), vector<uint8_t>(DAY), vector<uint8_t>(DAY)};
        vector<double> light(DAY), load(DAY, BASE);
        double before = 1, depth = sky.shallow;
        for (int second = 0, cloudy = 0; second < DAY; cloudy = !cloudy) {
            if (cloudy) depth = any(sky.shallow, sky.deep);
            double level = cloudy ? 1 - depth : 1, width = any(3, 20), now = before;
            int length = int(std::exp(any(std::log(sky.shortest), std::log(sky.longest))));
            for (int i = 0; i < length && second < DAY; i++, second++) {
                now = light[second] = before + (level - before) * std::min((i + 1) / width, 1.0);
                day.cloudy[second] = uint8_t(cloudy), day.age[second] = float(i), day.depth[second] = float(depth);
            }
            before = now;
        }
        auto run = [&](double power, int from, int seconds, int bit) {
            for (int s = from; s < std::min(from + seconds, DAY); s++) load[s] += power, day.house[s] |= uint8_t(bit);
        };
        for (int k = 0; k < 6; k++) { int from = int(any(21600, 79200)); run(2000, from, int(any(120, 240)), 1); }
        for (int from = int(any(0, 3600)); sky.pump > 0 && from < DAY;) {
            int seconds = int(any(600, 1800));
            run(sky.pump, from, seconds, 2);
            from += 3 * seconds;
        }
        for (int s = 0; s < DAY; s++) {
            day.surplus[s] = float(sky.peak * clearSky(s, sky.hours) * light[s] - load[s]);
            if (day.surplus[s] > LOW) day.perfect += std::min<double>(day.surplus[s], HIGH);
            for (double bound : {LOW, HIGH}) day.crossings += s && (day.surplus[s] > bound) != (day.surplus[s - 1] > bound);
        }
        return day;
    }
};

struct Figures {
    double captured = 0, charged = 0, writes = 0, plug = 0;
    double grid() const { return 1 - captured / std::max(charged, 1.0); }
    void add(const Figures &other) {
        captured += other.captured, charged += other.charged, writes += other.writes, plug += other.plug;
    }
};

// The policy's day, seconds and edges as they are; `late` seconds late.
Figures run(const Model &model, const Made &day, int late) {
    Figures sum;
    int level = 0, started = -DAY;
    bool on = false, first = true;
    for (int t = 0; t < model.steps; t++) {
        int now = model.begin + t * STEP, seen = std::max(now - late, 0);
        int age = std::min(int(day.age[seen]) / STEP, model.ages - 1);
        double share = (day.depth[seen] - model.sky.shallow) / (model.sky.deep - model.sky.shallow);
        int depth = std::clamp(int(share * DEPTHS), 0, DEPTHS - 1);
        int weather = day.cloudy[seen] ? model.cloud(depth, age) : model.sun(depth, age);
        const Decision &best = model.policy[(size_t(t) * model.houses + day.house[seen]) * model.weathers + weather];
        int act = (on ? best.on : best.off) >> (2 * level) & 3;
        bool toggles = on ? act == 2 : act > 0, writes = on ? act == 1 : act == 2;
        if (writes) level = on ? best.write : best.start, sum.writes += !first;
        if (toggles) { on = !on, sum.plug++; if (on) started = now, first = false; }
        for (int s = now; s < now + STEP; s++) {
            if (!on || s < started + START) continue;
            sum.captured += std::min<double>(watts(level), std::max(day.surplus[s], 0.f));
            sum.charged += watts(level);
        }
    }
    return sum;
}

int main(int count, char **words) {
    std::string only = count > 1 ? words[1] : "";
    int late = count > 2 ? atoi(words[2]) : 0;
    constexpr int DAYS = 24, ROUNDS = 48;
    printf("| day | crossings | budgets | bound | its policy, %d s late | changes | switchings | prices |\n", late);
    for (const Sky &sky : skies) {
        if (std::string(sky.name).find(only) == std::string::npos) continue;
        Model model(sky);
        vector<Made> days;
        double perfect = 0, crossings = 0;
        for (int d = 0; d < DAYS; d++) days.push_back(model.make(1000 + d)), perfect += days[d].perfect, crossings += days[d].crossings;
        for (const Bounds &bound : bounds) {
            bool paysWrites = bound.writes < FREE, paysPlug = bound.plug < FREE;
            Price price{paysWrites ? HIGH * 1700 / bound.writes : 0, paysPlug ? HIGH * 40 : 0, 3};
            double lowest = 1e9;
            Figures sum;
            Price cheapest = price;
            for (int round = 0; round < ROUNDS; round++) {
                // As much as may be drawn is held against what is: the import's budget is a share of the charge.
                double grid = price.grid / (1 - bound.grid - price.grid * bound.grid);
                double worth = model.solve(price) + (paysWrites ? price.write * bound.writes : 0) + (paysPlug ? price.plug * bound.plug : 0);
                double limit = (1 + grid * bound.grid) * worth / (perfect / DAYS);
                if (limit < lowest) lowest = limit, cheapest = price;
                Figures used;
                for (auto &day : days) used.add(run(model, day, late));
                // The later rounds' mixture keeps the budgets on average.
                if (round >= ROUNDS / 2) sum.add(used);
                double pull = .6 / (1 + round / 4.0);
                auto factor = [&](double used, double most) { return std::pow(std::clamp(used / most, .3, 3.0), pull); };
                if (paysWrites) price.write *= factor(used.writes / DAYS, bound.writes);
                if (paysPlug) price.plug *= factor(used.plug / DAYS, bound.plug);
                price.grid = std::clamp(price.grid * factor(used.grid(), bound.grid), .05, .9 * (1 - bound.grid) / bound.grid);
            }
            double share = 1.0 / DAYS / (ROUNDS - ROUNDS / 2);
            printf("| %s | %.0f | %s | %.3f | %.3f / %.1f %% | %.0f | %.0f | %.0f s, %.0f s, %.1f |\n", sky.name, crossings / DAYS, bound.name,
                   lowest, sum.captured * share / (perfect / DAYS), sum.grid() * 100, sum.writes * share, sum.plug * share,
                   cheapest.write / HIGH, cheapest.plug / HIGH, cheapest.grid);
            fflush(stdout);
        }
    }
}

using Cairn.Pipelines.Sweeps;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>The rule of promotion against a naive reading of the paper's algorithm, whatever order results come in.</summary>
public sealed class HalvingTests
{
    [Fact]
    public void It_asks_for_what_the_paper_asks_for() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Agrees)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(new Replay(new Rnd(7, 9), Microsoft.FSharp.Core.FSharpOption<int>.None)));

    [Fact]
    public void What_was_known_before_a_restart_leads_to_the_same_answers() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Remembers)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(new Replay(new Rnd(3, 5), Microsoft.FSharp.Core.FSharpOption<int>.None)));

    [Fact]
    public void A_job_is_known_by_its_place()
    {
        for (int place = 1; place <= 60; place++) AshaJob.At(place, 20).Place(20).ShouldBe(place);
        (AshaJob.At(41, 20), new AshaJob(0, 2).Name, new AshaJob(4, 0).Name).ShouldBe((new AshaJob(0, 2), "1.r2", "5"));
    }

    private static bool Agrees(int seed)
    {
        var random = new Random(seed);
        (int factor, int top, int trials, int workers) = (random.Next(2, 5), random.Next(1, 4), random.Next(1, 40), random.Next(1, 7));
        var halving = new Halving(factor, top, trials);
        var paper = new Paper(factor, top, trials);
        return Play(random, workers, halving.Tell, () =>
        {
            AshaJob? asked = halving.Next();
            return asked == paper.GetJob() ? asked : throw new InvalidOperationException($"The paper asks for something else than {asked}.");
        }, paper.Tell) && paper.NothingToPromote;
    }

    private static bool Remembers(int seed)
    {
        var random = new Random(seed);
        (int factor, int top, int trials) = (random.Next(2, 5), random.Next(1, 4), random.Next(1, 40));
        var first = new Halving(factor, top, trials);
        var begun = new List<AshaJob>();
        var told = new List<(AshaJob Job, double? Merit)>();
        Play(random, 3, (job, merit) =>
        {
            first.Tell(job, merit);
            told.Add((job, merit));
        }, () =>
        {
            var again = new Halving(factor, top, trials);
            foreach (AshaJob job in begun.OrderBy(j => j.Place(trials))) again.Begin(job);
            foreach ((AshaJob job, double? merit) in told.OrderBy(t => t.Job.Place(trials))) again.Tell(job, merit);
            AshaJob? asked = first.Next();
            if (asked != again.Next()) throw new InvalidOperationException($"After a restart it is not {asked}.");
            if (asked is { } next) begun.Add(next);
            return asked;
        }, (_, _) => { });
        return begun.Count >= trials;
    }

    /// <summary>Workers take jobs and end them in any order; some fail, and some come to the same.</summary>
    private static bool Play(Random random, int workers, Action<AshaJob, double?> tell, Func<AshaJob?> next, Action<AshaJob, double?> alsoTell)
    {
        var running = new List<AshaJob>();
        while (true)
        {
            while (running.Count < workers && next() is { } job) running.Add(job);
            if (running.Count == 0) return true;
            AshaJob done = running[random.Next(running.Count)];
            running.Remove(done);
            double? merit = random.Next(8) == 0 ? null : random.Next(12) - 6;
            tell(done, merit);
            alsoTell(done, merit);
        }
    }

    /// <summary>Algorithm 2, line by line, over plain lists.</summary>
    private sealed class Paper(int factor, int top, int trials)
    {
        private readonly List<(int Rung, int Trial, double Loss)> _results = [];
        private readonly List<(int Rung, int Trial)> _promoted = [];
        private int _drawn;

        public bool NothingToPromote => Enumerable.Range(0, top).All(k => Promotable(k).Count == 0);

        public AshaJob? GetJob()
        {
            for (int k = top - 1; k >= 0; k--)
                if (Promotable(k) is { Count: > 0 } promotable)
                {
                    _promoted.Add((k, promotable[0]));
                    return new AshaJob(promotable[0], k + 1);
                }
            return _drawn == trials ? null : new AshaJob(_drawn++, 0);
        }

        public void Tell(AshaJob job, double? merit)
        {
            if (merit is not null) _results.Add((job.Rung, job.Trial, -merit.Value));
        }

        private List<int> Promotable(int k)
        {
            var rung = _results.Where(r => r.Rung == k).ToList();
            var candidates = rung.OrderBy(r => r.Loss).ThenBy(r => r.Trial).Take((int)Math.Floor((double)rung.Count / factor));
            return [.. candidates.Where(c => !_promoted.Contains((k, c.Trial))).Select(c => c.Trial)];
        }
    }
}

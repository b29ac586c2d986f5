using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

/// <summary>One round of the loop, from data to decision: all events that go back to one event. A round that has not ended says nothing yet, and is none.</summary>
internal static class CycleFold
{
    public static IEnumerable<Fact> Fold(FoldContext context, FactSet facts) =>
        context.Log.Events.Where(e => e.Cycle is not null).GroupBy(e => e.Cycle!, StringComparer.Ordinal)
            .Select(g => new Round(g.Key, [.. g], context, facts).Fact()).OfType<Fact>();

    private sealed class Round(string id, LedgerEvent[] events, FoldContext context, FactSet facts)
    {
        private readonly LedgerEvent? _origin = context.Log.Event(id);
        private readonly HashSet<(string Kind, string Id)> _subjects = [.. events.Select(e => (e.Subject.Kind, e.Subject.Id))];

        private List<Fact> Runs => field ??= Facts("run");

        private List<Fact> Releases => field ??= Facts("release").FindAll(r => r.Is("of", "model") && r.Is("env", "production") && !r.Flag("rollback"));

        private List<Fact> Gates => field ??= Facts("gate");

        public Fact? Fact()
        {
            (string? ended, DateTimeOffset at) = Ended();
            if (ended is null) return null;
            DateTimeOffset born = _origin is null || _origin.At > events[0].At ? events[0].At : _origin.At;
            Fact[] parts = [.. Runs, .. Releases, .. Gates];
            int grade = parts.Length == 0 ? events.Min(e => e.Grade) : parts.Min(p => p.Grade);
            Fact? promoted = Releases.Find(r => r.Is("result", "succeeded"));
            return new Fact("cycle", id, born, at, grade)
                .Set("ended", ended)
                .Set("stages", Stages(at))
                .Set("single_flow", SingleFlow())
                .Set("hands", Hands(out int approvals))
                .Set("approvals", approvals)
                .Set("started_by", StartedBy())
                .Set("gain", promoted is null ? null : ProductionGain.Of(promoted, context, facts));
        }

        private List<Fact> Facts(string kind) =>
            [.. _subjects.Where(s => s.Kind == kind).SelectMany(s => facts.Named(kind, s.Id)).OrderBy(f => f.At).ThenBy(f => f.Id, StringComparer.Ordinal)];

        private (string? Ended, DateTimeOffset At) Ended()
        {
            DateTimeOffset last = events[^1].At;
            if (Releases.Find(r => r.Is("result", "succeeded")) is { } promoted) return ("promoted", promoted.At);
            if (Releases.FindLast(r => !r.Pending) is { } undone) return ("rolled-back", undone.At);
            if (Releases.Count > 0) return (null, last);
            if (Gates.FindLast(g => g.Is("decision", "reject")) is { } rejected) return ("rejected", rejected.At);
            return Runs.Find(r => r.Is("purpose", "train") && r.Is("status", "failed")) is { } failed ? ("failed", failed.At) : (null, last);
        }

        private string[] Stages(DateTimeOffset at)
        {
            var stages = new SortedSet<string>(StringComparer.Ordinal);
            foreach (Fact run in Runs.Where(r => r.Is("status", "succeeded")))
            {
                stages.UnionWith(run.Texts("stages"));
                if (run.Is("purpose", "train")) stages.Add("train");
                if (run.Is("purpose", "evaluate")) stages.Add("validate");
                if (run.Is("purpose", "ingest") || run.Texts("data").SelectMany(d => facts.Named("version", d)).Any(Ingested)) stages.Add("ingest");
            }
            if (Gates.Count > 0) stages.Add("validate");
            if (Releases.Count > 0 || Gates.Exists(g => g.Text("decision") is "promote" or "reject")) stages.Add("deploy-decision");
            if (Watched(at)) stages.Add("monitor");
            return [.. stages];
        }

        private bool Ingested(Fact version) =>
            version.Text("run") is { } run && facts.Named("run", run).Any(r => r.Is("purpose", "ingest"));

        // Production is watched from the decision on: some window closed within two beats (or a week) after it.
        private bool Watched(DateTimeOffset at)
        {
            TimeSpan after = context.Project.Beat * 2 > TimeSpan.FromDays(7) ? context.Project.Beat * 2 : TimeSpan.FromDays(7);
            return facts.Between("window", at, at + after).Any(w => w.Is("env", "production"));
        }

        private bool SingleFlow()
        {
            Fact[] trainings = [.. Runs.Where(r => r.Is("purpose", "train"))];
            return trainings is [Fact one] && one.Texts("stages").Contains("prepare") && one.Texts("stages").Contains("train")
                && Gates.TrueForAll(g => g.Text("run") is null || g.Is("run", one.Id));
        }

        // Pressing the button that starts a round is told by started_by; hands are what the round needed after that.
        private static bool IsStep(LedgerEvent e) => e.Actor.Kind == "person" && e.Type is not ("trigger.fired" or "run.started");

        private int Hands(out int approvals)
        {
            LedgerEvent[] acts =
            [
                .. events.Concat(_subjects.Where(s => s.Kind is "release" or "run" or "gate" or "trigger")
                        .SelectMany(s => context.Log.Subject(s.Kind, s.Id)?.Events ?? []))
                    .Concat(Releases.SelectMany(r => context.ApprovalsOf(r.Id)))
                    .Where(IsStep).DistinctBy(e => e.Id)
            ];
            bool demanded = Releases.Exists(r => HumanWork.Demanded(r, context));
            approvals = demanded ? acts.Count(e => e.Subject.Kind == "approval") : 0;
            return acts.Length - approvals;
        }

        private string StartedBy()
        {
            Fact? firing = Facts("firing").FirstOrDefault() ?? _subjects.Where(s => s.Kind == "trigger").SelectMany(s => facts.Named("firing", s.Id)).FirstOrDefault();
            return firing?.Text("kind") ?? Runs.Find(r => r.Is("purpose", "train"))?.Text("trigger") ?? "manual";
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Maturity;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Model;
using Cairn.Maturity.Rules;

namespace Cairn.Maturity.Assess;

/// <summary>Rates a project by its ledger, under one model. Pure: the same events give the same assessment, in whatever order they come.</summary>
internal sealed class Assessor(MaturityModel model)
{
    /// <param name="events">Events of the project and of the installation; later ones than <paramref name="asOf"/> and other projects' are passed over.</param>
    public AssessmentDto Assess(IReadOnlyList<LedgerEvent> events, string project, DateTimeOffset asOf, AssessmentOptions options)
    {
        IReadOnlyList<LedgerEvent> seen = options.Alone ? SimulatedPeople.LeaveOut(events) : events;
        FoldContext context = FactFolder.Read(seen, project, asOf);
        Circumstances circumstances = Circumstances.Of(context, options);
        context = context with { CountApprovals = circumstances.Profile == "solo" };
        // Next to no assessment does without the day before: what takes longest is done for both days side by side.
        (FactSet facts, RuleEvaluator yesterday) = (new FactSet(asOf), null!);
        Parallel.Invoke(() => facts = FactFolder.Fold(context), () => yesterday = Earlier(seen, project, asOf.AddHours(-24), circumstances));
        IReadOnlyList<Judged> judged = new Judge(model, circumstances, context, facts, yesterday).All();
        return new AssessmentDto(
            project,
            asOf,
            World(events),
            options.Alone,
            circumstances.Profile,
            circumstances.Declared,
            circumstances.Contradictions,
            model.Version,
            model.Digest,
            Digest(circumstances.Profile, judged),
            [.. model.File.Ladders.Select(l => new LadderClimber(model, l, judged, context).Climb())],
            [.. judged.Select(j => ToDto.Capability(j, model, context.Project.Beat))],
            [.. StageTable.Of(context, facts).Select(ToDto.Stage)]);
    }

    private RuleEvaluator Earlier(IReadOnlyList<LedgerEvent> events, string project, DateTimeOffset asOf, Circumstances circumstances)
    {
        FoldContext context = FactFolder.Read(events, project, asOf) with { CountApprovals = circumstances.Profile == "solo" };
        return new RuleEvaluator(new RuleContext(FactFolder.Fold(context), model.Parameters(circumstances.Profile), context.Project.Beat));
    }

    private static string World(IReadOnlyList<LedgerEvent> events)
    {
        foreach (LedgerEvent e in events)
            if (e.Type == "ledger.opened") return EventData.Text(e.Data["world"]) ?? "unknown";
        return "unknown";
    }

    private string Digest(string profile, IReadOnlyList<Judged> judged)
    {
        var text = new StringBuilder().Append(model.Digest).Append('\n').Append(profile).Append('\n');
        foreach (Judged one in judged) text.Append(one.Capability.Id).Append(' ').Append(one.Status).Append('\n');
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

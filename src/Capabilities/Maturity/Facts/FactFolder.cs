using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

/// <summary>Folds events into facts as of an instant. Pure: the same events, in any order, give the same facts.</summary>
internal static class FactFolder
{
    /// <summary>Sorts the project's events up to the instant and reads roles and settings.</summary>
    public static FoldContext Read(IEnumerable<LedgerEvent> events, string project, DateTimeOffset asOf)
    {
        var log = new EventLog(events, project, asOf);
        return new FoldContext(log, new RoleBook(log.Events), new ProjectSettings(log, project), CountApprovals: false);
    }

    // Each layer may look into those before it: versions, then runs and gates, then releases, then what spans them all.
    public static FactSet Fold(FoldContext context)
    {
        FactSet facts = new FactSet(context.Now).With(Plain(context));
        facts.With(RunFold.Fold(context, facts, ReleaseFold.PipelinesInProduction(context)).Concat(GateFold.Fold(context, facts)));
        facts.With(ReleaseFold.Fold(context, facts));
        return facts.With([.. CycleFold.Fold(context, facts), .. CodeCoverage.Fold(facts), .. StageTable.Coverage(StageTable.Of(context, facts), context.Now)]);
    }

    private static IEnumerable<Fact> Plain(FoldContext context) =>
    [
        .. ProjectFold.Fold(context), .. StatementFold.Fold(context), .. ApprovalFold.Fold(context), .. HandoffFold.Fold(context),
        .. ChangeFold.Fold(context), .. VersionFold.Fold(context), .. AliasFold.Fold(context), .. WindowFold.Fold(context),
        .. IncidentFold.Fold(context), .. FiringFold.Fold(context), .. ProbeFold.Fold(context), .. MarkerFold.Fold(context),
    ];
}

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

    public static FactSet Fold(FoldContext context) => new(All(context), context.Now);

    // Each layer may look into those before it: versions, then runs and gates, then releases, then what spans them all.
    private static List<Fact> All(FoldContext context)
    {
        List<Fact> facts =
        [
            .. ProjectFold.Fold(context), .. StatementFold.Fold(context), .. ApprovalFold.Fold(context), .. HandoffFold.Fold(context),
            .. ChangeFold.Fold(context), .. VersionFold.Fold(context), .. AliasFold.Fold(context), .. WindowFold.Fold(context),
            .. IncidentFold.Fold(context), .. FiringFold.Fold(context), .. ProbeFold.Fold(context), .. MarkerFold.Fold(context),
        ];
        var versions = new FactSet(facts.Where(f => f.Kind == "version"), context.Now);
        facts.AddRange(RunFold.Fold(context, versions, ReleaseFold.PipelinesInProduction(context)));
        facts.AddRange(GateFold.Fold(context, versions));
        var work = new FactSet(facts.Where(f => f.Kind is "version" or "run" or "gate" or "change"), context.Now);
        facts.AddRange(ReleaseFold.Fold(context, work));
        var all = new FactSet(facts, context.Now);
        facts.AddRange(CycleFold.Fold(context, all));
        facts.AddRange(CodeCoverage.Fold(all));
        facts.AddRange(StageTable.Coverage(StageTable.Of(context, all), context.Now));
        return facts;
    }
}

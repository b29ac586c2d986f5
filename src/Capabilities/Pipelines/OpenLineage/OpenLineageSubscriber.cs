using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.OpenLineage;

/// <summary>Queues a message for each beginning and end of a gathering or a pipeline run, once, together with the place up to which the ledger was read.</summary>
internal sealed class OpenLineageSubscriber(OpenLineageOptions options, IJobs jobs) : ILedgerSubscriber
{
    public string Name => "pipelines.openlineage";

    // Nothing is read where nobody is told.
    public bool Wants(string type) => options.Url is not null && type is ("run.started" or "run.finished");

    public void Handle(SqlSession transaction, SealedEvent sealedEvent)
    {
        LedgerEvent e = sealedEvent.Event;
        if (e.Project is null || !(OpenLineageEvents.IsPipeline(e) || OpenLineageEvents.IsIngest(e))) return;
        jobs.Enqueue(transaction, new JobDraft(OpenLineageDelivery.KindName, $"openlineage:{e.Id}", e.Project, new OpenLineageNotice(e.Id, sealedEvent.Position)));
    }
}

/// <summary>What is to be told: an event of the ledger.</summary>
/// <param name="Position">Its place; what a run registered stands before its end. Null in notices of earlier releases.</param>
internal sealed record OpenLineageNotice(string? Event = null, long? Position = null)
{
    /// <summary>Or the step.</summary>
    public StepNotice? Step { get; init; }

    /// <summary>What it is about, for a log.</summary>
    public override string ToString() => Step is { } step ? $"{step.Type} of step {step.Step} of {step.Run}" : $"{Event}";
}

using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>Sets what the endpoint serves as a release goes on, in the transaction of the transition.</summary>
internal sealed class ReleaseTraffic(ReleaseMachine machine, IEndpoints endpoints, IDatabase database, DeliveryOptions options)
{
    private const int Whole = 1000;

    public IDatabase Database => database;

    public IEndpoints Endpoints => endpoints;

    /// <summary>It was to be tested against a version that does not answer any more.</summary>
    public bool IsStale(SqlSession s, Release r) => r.Planned.Ab is { } test && endpoints.Find(s, r.Project, r.Name, r.Environment)?.Stable?.VersionId != test.A;

    /// <summary>Into <c>warming</c>: a canary beside the stable version without weight, or the version alone.</summary>
    public void Enter(SqlSession s, Release r)
    {
        EndpointView view = endpoints.Find(s, r.Project, r.Name, r.Environment) ?? throw new InvalidOperationException($"There is no endpoint {r.Name} in {r.Environment}.");
        VariantView? stable = view.Stable is { } now && now.VersionId != r.VersionId ? now : null;
        bool canary = r.Planned.Weights.Count > 1 && stable is not null;
        Release? moved = machine.Move(s, r, new ReleaseMove(ReleaseStates.Warming, ReleaseMove.Machine), x => x with
        {
            PreviousId = stable?.VersionId,
            PreviousNumber = stable?.Number,
            PreviousDigest = stable?.Digest,
            // All at once serves from the moment it is warm.
            Weight = canary ? 0 : Whole,
            Served = machine.Downtime.Mark(s, r),
        });
        if (moved is not null) Serve(s, moved, canary ? 0 : Whole);
    }

    /// <summary>Gives the version this weight, the previous one the rest.</summary>
    public void Serve(SqlSession s, Release r, int weight)
    {
        var own = new VariantDraft(r.VersionId, r.VersionNumber, r.Digest, weight, weight == Whole ? VariantDraft.Stable : VariantDraft.Canary);
        VariantDraft[] variants = weight == Whole || r.PreviousId is null ? [own with { WeightPermille = Whole, Role = VariantDraft.Stable }] : [Previous(r, Whole - weight), own];
        // The keys of each side are its own for as long as the test runs.
        if (r.Planned.Ab is not null && variants is [var a, var b] && weight > 0) variants = [a with { FromPoint = weight }, b with { FromPoint = 0 }];
        endpoints.SetVariants(s, r.Project, r.Name, r.Environment, variants, r.Id);
    }

    /// <summary>Into <c>rolling-back</c>: everything goes to the previous version at once; without one the endpoint is emptied.</summary>
    public Release? Leave(SqlSession s, Release r, Actor by, string result, string reason, string? key = null, string? evidence = null)
    {
        Release? moved = machine.Move(s, r, new ReleaseMove(ReleaseStates.RollingBack, by) { Reason = reason, Key = key, Evidence = evidence, Verdict = evidence is null ? null : "fail" }, x => x with { Weight = 0, Result = result });
        if (moved is not null) Restore(s, r);
        return moved;
    }

    /// <summary>The previous version answers alone again.</summary>
    public void Restore(SqlSession s, Release r) => endpoints.SetVariants(s, r.Project, r.Name, r.Environment, r.PreviousId is null ? [] : [Previous(r, Whole)]);

    /// <summary>Waits for the data plane; why it refuses what it was given, or null.</summary>
    public async Task<string?> RefusedAsync(Release r, CancellationToken cancellation)
    {
        await PublishedAsync(cancellation);
        return (await endpoints.FindAsync(r.Project, r.Name, r.Environment, cancellation))?.Fault;
    }

    /// <exception cref="TimeoutException">The data plane did not follow in time; the job is tried again.</exception>
    public Task PublishedAsync(CancellationToken cancellation) => endpoints.PublishedAsync(cancellation).WaitAsync(options.PublishWithin, cancellation);

    private static VariantDraft Previous(Release r, int weight) => new(r.PreviousId!, r.PreviousNumber!.Value, r.PreviousDigest!, weight);
}

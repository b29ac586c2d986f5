using Cairn.Identity;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Monitoring;

/// <summary>What probers ask for and hand in; for tokens of their role alone, so that nobody else writes the account.</summary>
internal static class ProbeEndpoints
{
    private const int MostResults = 10_000, MostSeconds = 3600;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder probes = routes.MapGroup("/api/v1/probes").OnlyFor(AccessRole.Probe).WithTags("monitoring");
        probes.MapGet("/plan", PlanAsync);
        probes.MapPost("/results", TakeAsync);
    }

    /// <summary>Every production endpoint that something was released to, with a request that its contract allows.</summary>
    private static Task<IReadOnlyList<PlannedProbe>> PlanAsync(ProbePlan plan, CancellationToken cancellation) => plan.ListAsync(cancellation);

    /// <summary>The same results again change nothing. All are taken or, with a fault, none.</summary>
    private static async Task<ProbeReceipt> TakeAsync(ProbeReport report, ProbeInbox inbox, HttpContext http, CancellationToken cancellation)
    {
        if (inbox.World.Simulated) throw ApiException.Conflict("This world's clock is simulated: a prober's minutes are not its own.");
        DateTimeOffset now = inbox.Real.Now;
        if (report.Results is not { Count: <= MostResults } results) throw ApiException.Invalid("results", $"'results' is a list of at most {MostResults} results.", "Hand in more of them in parts.");
        for (int i = 0; i < results.Count; i++)
        {
            if (results[i] is not { Route.Length: > 0 } result) throw ApiException.Invalid($"results[{i}].route", "'route' names the endpoint that was asked.");
            if (result.EveryS is < 1 or > MostSeconds) throw ApiException.Invalid($"results[{i}].every_s", $"'every_s' is the time to the next question in seconds, 1 to {MostSeconds}.");
            if (result.At > now + TimeSpan.FromMinutes(1)) throw ApiException.Invalid($"results[{i}].at", "'at' lies in the future.", "Set the clock of the prober's machine.");
        }
        return await inbox.TakeAsync(http.Actor().Id, results, cancellation);
    }

    internal sealed record ProbeReport(IReadOnlyList<ProbeAnswer>? Results);

    /// <param name="At">When it was due.</param>
    /// <param name="EveryS">Seconds to the next: so long it speaks for.</param>
    /// <param name="Status">Of the answer; null when none came.</param>
    internal sealed record ProbeAnswer(string Route, DateTimeOffset At, int EveryS, bool Answered, int? Status, long? TookMs);

    /// <param name="Accepted">New ones.</param>
    /// <param name="Known">Handed in before.</param>
    /// <param name="Unknown">Of endpoints that are no longer there, or older than what is accounted.</param>
    internal sealed record ProbeReceipt(int Accepted, int Known, int Unknown);
}

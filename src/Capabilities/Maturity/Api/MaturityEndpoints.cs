using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Maturity;
using Cairn.Maturity.Assess;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Timers;
using Cairn.Platform.Http;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Maturity.Api;

/// <summary>The assessment of a project over HTTP.</summary>
internal static class MaturityEndpoints
{
    private static readonly string[] Profiles = ["solo", "team", "enterprise"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/maturity").WithTags("maturity");
        group.MapGet("", GetAsync);
        group.MapGet("/gate", GateEndpoint.GetAsync);
        group.MapGet("/history", HistoryAsync);
        group.MapPost("/assess", AssessAsync);
        group.MapGet("/{capability}", ExplainAsync);
    }

    /// <summary>Both ladders and every capability. In a simulated world <c>alone=true</c> leaves the acts of simulated people out.</summary>
    private static Task<AssessmentDto> GetAsync(string project, [AsParameters] AssessmentQuery query, MaturityDesk desk, CancellationToken cancellation) => desk.AssessAsync(project, query, cancellation);

    private static async Task<CapabilityDto> ExplainAsync(string project, string capability, [AsParameters] AssessmentQuery query, MaturityDesk desk, CancellationToken cancellation)
    {
        AssessmentDto assessment = await desk.AssessAsync(project, query, cancellation);
        return assessment.Capabilities.FirstOrDefault(c => c.Id == capability)
            ?? throw ApiException.NotFound("capability", capability, "GET /api/v1/projects/{project}/maturity names them all.");
    }

    /// <summary>The assessments on record, newest first.</summary>
    private static async Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string project, MaturityDesk desk, int? limit, CancellationToken cancellation)
    {
        int count = Cursor.Limit(limit);
        return [.. (await desk.RecordsAsync(project, cancellation)).Own.Where(e => e.Type == "assessment.made").Reverse().Take(count).Select(HistoryEntry.Of)];
    }

    /// <summary>Assesses now and puts it on record when something changed.</summary>
    private static async Task<AssessmentDto> AssessAsync(string project, IProjects projects, AssessmentRecorder recorder, HttpContext context, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return (await recorder.RecordAsync(project, context.Actor(), cancellation)).Assessment;
    }

    internal sealed record AssessmentQuery
    {
        /// <summary>An instant or a day (its end).</summary>
        [FromQuery(Name = "as_of")]
        public string? AsOf { get; init; }

        public string? Profile { get; init; }

        public bool? Alone { get; init; }

        /// <exception cref="ApiException">400: not a time, or not a profile.</exception>
        public (DateTimeOffset? AsOf, AssessmentOptions Options) Read()
        {
            if (Profile is not null && !Profiles.Contains(Profile)) throw ApiException.Invalid("profile", "'profile' is solo, team or enterprise.");
            return (Instant(AsOf), new AssessmentOptions(Alone ?? false, Profile));
        }

        private static DateTimeOffset? Instant(string? text)
        {
            if (string.IsNullOrEmpty(text)) return null;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
                return new DateTimeOffset(day, new TimeOnly(23, 59, 59, 999), TimeSpan.Zero);
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
                ? at.ToUniversalTime()
                : throw ApiException.Invalid("as_of", "'as_of' is not a time.", "Write 2026-01-31 or 2026-01-31T12:00:00Z.");
        }
    }

    /// <param name="Levels">Ladder -> level.</param>
    /// <param name="Changed">Capabilities whose status differs from the assessment before.</param>
    internal sealed record HistoryEntry(DateTimeOffset At, string Profile, string Model, IReadOnlyDictionary<string, int> Levels, string Statuses, IReadOnlyList<string> Changed)
    {
        public static HistoryEntry Of(LedgerEvent e) => new(
            e.At,
            EventData.Text(e.Data["profile"]) ?? "",
            EventData.Text(e.Data["model"]) ?? "",
            (e.Data["levels"] as JsonObject ?? []).ToDictionary(l => l.Key, l => (int)(EventData.Number(l.Value) ?? 0), StringComparer.Ordinal),
            EventData.Text(e.Data["statuses"]) ?? "",
            EventData.Texts(e.Data["changed"]));
    }
}

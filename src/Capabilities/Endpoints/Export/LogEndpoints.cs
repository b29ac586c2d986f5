using System.Globalization;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Endpoints;

/// <summary>The log of an endpoint as Parquet files, over HTTP.</summary>
internal static class LogEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/endpoints/{endpoint}/log").WithTags("endpoints");
        group.MapGet("", ListAsync);
        group.MapGet("/{digest}", ReadAsync);
    }

    /// <param name="from">First day or time; the beginning unless said.</param>
    /// <param name="to">Last day, or the time before which; until now unless said.</param>
    private static async Task<Page<LogFile>> ListAsync(
        string project, string endpoint, string? from, string? to, IEndpoints endpoints, LogExport export, CancellationToken cancellation)
    {
        EndpointView e = await EndpointEndpoints.RequireAsync(project, endpoint, endpoints, cancellation);
        (DateTimeOffset first, DateTimeOffset end) = (Time("from", from, 0) ?? DateTimeOffset.UnixEpoch, Time("to", to, 1) ?? DateTimeOffset.MaxValue);
        if (first >= end) throw ApiException.Invalid("to", "'to' lies before 'from'; give the last day that is wanted.");
        return new Page<LogFile>(await export.ListAsync(e.Route, first, end, cancellation), null);
    }

    private static async Task<IResult> ReadAsync(string project, string endpoint, string digest, IEndpoints endpoints, LogExport export, CancellationToken cancellation)
    {
        EndpointView e = await EndpointEndpoints.RequireAsync(project, endpoint, endpoints, cancellation);
        return Results.Stream(await export.OpenAsync(e.Route, digest, cancellation), "application/vnd.apache.parquet");
    }

    /// <param name="days">Days to add to a day, so that it is whole.</param>
    private static DateTimeOffset? Time(string field, string? text, int days)
    {
        if (text is null) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)) return new DateTimeOffset(day.AddDays(days).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time
            : throw ApiException.Invalid(field, $"'{field}' is a day such as 2001-04-16 or a time in ISO 8601.");
    }
}

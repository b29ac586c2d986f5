using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Cairn.Serving;

/// <summary>How a program logs to its standard output: for people, or with <c>CAIRN_LOG=json</c> one JSON object a line, with the ids of the trace it belongs to.</summary>
public static class ConsoleLog
{
    public const string Variable = "CAIRN_LOG";

    public static ILoggingBuilder AddConsoleLog(this ILoggingBuilder logging, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration[Variable] != "json") return logging.AddConsole();
        return logging
            .Configure(o => o.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId)
            .AddJsonConsole(o => (o.IncludeScopes, o.UseUtcTimestamp, o.TimestampFormat) = (true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
    }
}

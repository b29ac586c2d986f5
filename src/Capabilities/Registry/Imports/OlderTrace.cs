using System.Globalization;
using System.Text.Json.Nodes;
using static Cairn.Registry.Imports.MlflowJson;

namespace Cairn.Registry.Imports;

/// <summary>What servers of 2.x tell of a trace, in the words of 3.x.</summary>
internal static class OlderTrace
{
    public static JsonObject Newer(JsonObject info) => Of(Text(info, "request_id"), Text(info, "experiment_id"), Long(info, "timestamp_ms") ?? 0, Long(info, "execution_time_ms"), Text(info, "status"), Map(info, "request_metadata"), Map(info, "tags"));

    public static JsonObject Of(string id, string experiment, long start, long? took, string state, JsonObject metadata, JsonObject tags)
    {
        var info = new JsonObject
        {
            ["trace_id"] = id,
            ["trace_location"] = new JsonObject { ["type"] = "MLFLOW_EXPERIMENT", ["mlflow_experiment"] = new JsonObject { ["experiment_id"] = experiment } },
            ["request_time"] = Instant(start),
            ["state"] = state == "TRACE_STATUS_UNSPECIFIED" ? "STATE_UNSPECIFIED" : state,
            ["trace_metadata"] = metadata,
            ["tags"] = tags,
        };
        // One that goes on has no duration.
        if (took is { } milliseconds && (milliseconds > 0 || state != "IN_PROGRESS")) info["execution_duration"] = (milliseconds / 1000m).ToString("0.000", CultureInfo.InvariantCulture) + "s";
        return info;
    }

    public static string Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, 253_402_300_799_999)).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static JsonObject Map(JsonObject info, string field)
    {
        var map = new JsonObject();
        foreach (var tag in Tags(info, field)) map[tag.Key] = tag.Value;
        return map;
    }
}

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cairn.Platform.Web.Charts;

/// <summary>The three forms in which a chart's numbers leave the server: option JSON, table cells, CSV.</summary>
internal static class ChartJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Option(ChartSpec spec) => JsonSerializer.Serialize(spec.Option, Options);

    public static string Csv(ChartTable table)
    {
        var text = new StringBuilder().AppendJoin(',', table.Columns.Select(c => Web.Csv.Field(c.Name))).Append("\r\n");
        for (var row = 0; row < table.Rows; row++)
        {
            var at = row;
            text.AppendJoin(',', table.Columns.Select(c => Web.Csv.Field(Exact(c.Cells[at])))).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>A cell as the page writes it.</summary>
    public static string Shown(object? cell) => cell switch
    {
        double d => Format.Metric(d),
        DateTimeOffset at => at.UtcDateTime.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        null => Format.Absent,
        _ => cell.ToString() ?? "",
    };

    private static string? Exact(object? cell) => cell switch
    {
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        _ => cell?.ToString(),
    };
}

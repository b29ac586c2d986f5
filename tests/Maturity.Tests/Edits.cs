using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Tests;

/// <summary>Falsifies or extends a ledger.</summary>
internal static class Edits
{
    public static double DayOf(this LedgerEvent e) => (e.At - LogBuilder.Start).TotalDays;

    public static bool Purpose(this LedgerEvent e, string purpose) => e.Data["purpose"]?.GetValue<string>() == purpose;

    public static bool Says(this LedgerEvent e, string field, string value) => e.Data[field] is JsonValue v && v.ToString() == value;

    /// <summary>Replaces every event for which the condition holds.</summary>
    public static List<LedgerEvent> Change(this List<LedgerEvent> events, Func<LedgerEvent, bool> which, Func<LedgerEvent, LedgerEvent> how)
    {
        events.Exists(e => which(e)).ShouldBeTrue("the edit must touch something");
        return [.. events.Select(e => which(e) ? how(e) : e)];
    }

    public static List<LedgerEvent> Set(this List<LedgerEvent> events, Func<LedgerEvent, bool> which, string field, JsonNode? value) =>
        events.Change(which, e => e.With(field, value));

    public static LedgerEvent With(this LedgerEvent e, string field, JsonNode? value)
    {
        var data = (JsonObject)e.Data.DeepClone();
        data[field] = value?.DeepClone();
        return e with { Data = data };
    }

    public static List<LedgerEvent> Drop(this List<LedgerEvent> events, Func<LedgerEvent, bool> which) => [.. events.Where(e => !which(e))];

    /// <summary>Writes further events.</summary>
    public static List<LedgerEvent> Then(this List<LedgerEvent> events, double day, Action<LogBuilder> write)
    {
        var log = new LogBuilder { Day = day };
        write(log);
        return [.. events, .. log.Events.Select(e => e with { Id = $"02-{day}-{e.Id}" })];
    }

    /// <summary>The same ledger with one text in place of another, everywhere.</summary>
    public static List<LedgerEvent> Rename(this List<LedgerEvent> events, params (string From, string To)[] names)
    {
        string json = JsonSerializer.Serialize(events);
        foreach ((string from, string to) in names) json = json.Replace(from, to, StringComparison.Ordinal);
        return JsonSerializer.Deserialize<List<LedgerEvent>>(json)!;
    }
}

using System.Globalization;
using Cairn.Contracts.Segments;
using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Outcomes;

/// <summary>Checks the fields of outcomes, whatever they were written in. A fault names the row and the field.</summary>
/// <param name="call">The client's own id of the call; with it each row has an id too.</param>
internal sealed class OutcomeFields(string endpoint, DateTimeOffset received, string? call)
{
    public const int MaxText = 1024;

    public OutcomeRecord Record(int row, OutcomeDraft draft)
    {
        if (draft.PredictionId is null == draft.Key is null) throw Fault(row, "must have exactly one of 'prediction_id' and 'key'");
        OutcomeValue value = draft.Value ?? throw Fault(row, "has no 'value'");
        string? id = draft.Id ?? (call is null ? null : string.Create(CultureInfo.InvariantCulture, $"{call}.{row}"));
        return new(endpoint, draft.PredictionId, draft.Key, value, draft.At ?? received, received, id);
    }

    public static string PredictionId(string id, int row)
    {
        int dot = id.LastIndexOf('.');
        bool fine = dot > 0 && id.Length <= RequestIds.MaxLength + 12 && int.TryParse(id.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && !id.AsSpan().ContainsAnyExceptInRange('!', '~');
        return fine ? id : throw Fault(row, "has a 'prediction_id' that is not '<request>.<row>'");
    }

    public static string Key(string key, int row) => key.Length is > 0 and <= MaxText ? key : throw Fault(row, $"has a 'key' that has not 1 to {MaxText} characters");

    public static string Id(string id, int row)
        => RequestIds.IsFine(id) ? id : throw Fault(row, $"has an 'id' that is not 1 to {RequestIds.MaxLength} visible ASCII characters without spaces");

    public static OutcomeValue Text(string text, int row) => text.Length <= MaxText ? OutcomeValue.Of(text) : throw Fault(row, $"has a 'value' of more than {MaxText} characters");

    /// <param name="exact">The number is what was written.</param>
    public static OutcomeValue Number(double number, bool exact, int row)
        => exact ? OutcomeValue.Of(number) : throw Fault(row, "has a 'value' with more digits than a number holds; send it as a text");

    public static DateTimeOffset Time(string text, int row)
        => IsoTime.TryParse(text, out DateTimeOffset at) ? at : throw Fault(row, "has an 'at' that is no ISO 8601 time, such as 2001-01-05T10:00:00Z or 2001-01-05");

    public static RequestFault Fault(int row, string what) => RequestFault.Malformed($"Outcome [{row}] {what}. Nothing of this call was kept.");

    public static RequestFault TooMany(int most) => RequestFault.TooLarge($"The list has more than {most} outcomes; send them in parts.");
}

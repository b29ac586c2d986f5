using Cairn.Contracts.Access;
using Cairn.Platform.Http;

namespace Cairn.Endpoints;

/// <summary>What a copy tells of one endpoint.</summary>
/// <param name="Instance">This life of the copy, 32 hex digits: its counts begin anew with each.</param>
/// <param name="WaitingSegments">Closed segments that it has not shipped.</param>
/// <param name="WaitingBytes">Their bytes.</param>
/// <param name="Dropped">Records given up since the start.</param>
/// <param name="Refused">Segments set aside since the start.</param>
/// <param name="Held">Its log is full, and takes nothing that must not be lost.</param>
/// <param name="Answered">What it answered, by day.</param>
/// <param name="Pickups">Applications that its versions answered.</param>
/// <param name="Tripped">The canary that it dropped, while its snapshot has it.</param>
internal sealed record CopyReport(string? Instance, long WaitingSegments, long WaitingBytes, long Dropped, long Refused, bool Held, IReadOnlyList<AnsweredLive>? Answered, IReadOnlyList<PickupLive>? Pickups = null, TrippedLive? Tripped = null)
{
    private const int MostDays = 4000, MostPickups = 5000, LongestVersion = 200;

    public static bool IsName(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower);

    public void Check()
    {
        if (!IsName(Instance)) throw ApiException.Invalid("instance", "'instance' is the life of the copy, 32 hex digits.");
        foreach ((string field, long value) in new[] { ("waiting_segments", WaitingSegments), ("waiting_bytes", WaitingBytes), ("dropped", Dropped), ("refused", Refused) })
            if (value < 0) throw ApiException.Invalid(field, $"'{field}' is a count, 0 or more.");
        if (Answered is { Count: > MostDays } || Answered?.Any(d => d.Requests < 0 || d.Rows < 0) == true) throw ApiException.Invalid("answered", $"'answered' has at most {MostDays} days with counts of 0 or more.");
        if (Pickups is { Count: > MostPickups } || Pickups?.Any(p => !ApplicationName.IsOne(p.Application) || p.VersionId is not { Length: > 0 and <= LongestVersion } || p.VersionId.Any(char.IsControl)) == true)
            throw ApiException.Invalid("pickups", $"'pickups' has at most {MostPickups} entries, each with the name of an application and a version.");
        if (Tripped is { } tripped && (!IsId(tripped.VersionId) || !IsId(tripped.Release))) throw ApiException.Invalid("tripped", "'tripped' has the version and the release of a canary.");
    }

    private static bool IsId(string? text) => text is { Length: > 0 and <= LongestVersion } && !text.Any(char.IsControl);
}

/// <summary>A canary that a data plane dropped by itself.</summary>
/// <param name="VersionId">Its version.</param>
/// <param name="Release">The release whose limits were crossed.</param>
internal sealed record TrippedLive(string? VersionId, string? Release);

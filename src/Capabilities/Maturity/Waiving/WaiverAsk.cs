using Cairn.Maturity.Model;
using Cairn.Platform.Http;

namespace Cairn.Maturity.Waiving;

/// <param name="Until">When the gap counts again; at most 180 days from now.</param>
internal sealed record WaiverAsk(string? Capability, string? Reason, DateTimeOffset? Until, string? AsRole)
{
    private const int MostDays = 180, MostLetters = 1000;

    /// <exception cref="ApiException">400: names the field.</exception>
    public void Check(DateTimeOffset now)
    {
        if (Capability is null || !MaturityModel.Current.ById.TryGetValue(Capability, out Capability? capability)) throw ApiException.Invalid("capability", $"There is no capability '{Capability}'.", "cairn maturity names them all.");
        if (!capability.Gates) throw ApiException.Invalid("capability", $"'{Capability}' holds no level back: there is nothing to waive.");
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > MostLetters) throw ApiException.Invalid("reason", $"A waiver says why, in at most {MostLetters} letters.");
        if (Until is not { } until || until <= now || until > now.AddDays(MostDays)) throw ApiException.Invalid("until", $"A waiver ends, within {MostDays} days from now.");
    }
}

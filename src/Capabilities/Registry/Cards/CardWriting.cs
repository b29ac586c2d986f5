using System.Text;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry.Versions;

namespace Cairn.Registry.Cards;

/// <summary>Takes what people write on a card. The ledger learns who wrote which part and its digest, never the text.</summary>
internal sealed class CardWriting(IDatabase database, CardStore store, CardReading reading, ILedger ledger, TimeProvider time)
{
    private const int Longest = 10_000;

    /// <param name="after">The number that the writer saw, 0 for none; null not to ask.</param>
    /// <exception cref="ApiException">The text is too long; or 409, somebody else wrote meanwhile.</exception>
    public async Task WriteAsync((string Project, string Model, string Version) of, CardPart part, string? text, int? after, Actor actor, CancellationToken cancellation)
    {
        string content = (text ?? throw ApiException.Invalid("text", "'text' is missing.", "An empty text takes the part away.")).ReplaceLineEndings("\n").Trim();
        if (content.Length > Longest) throw ApiException.Invalid("text", $"'text' must not be longer than {Longest} characters; it has {content.Length}.");
        await database.WriteAsync(s =>
        {
            VersionRow version = reading.Existing(s, of.Project, of.Model, of.Version);
            CardTextRow? holds = store.UpTo(s, version.Model, version.Number).FirstOrDefault(t => t.Part == part.Name);
            if (after is { } seen && seen != (holds?.Number ?? 0)) throw ApiException.Conflict($"Somebody wrote '{part.Title}' meanwhile.", "Read the card again and bring both texts together.");
            if (content != (holds?.Text ?? "")) Write(s, version, part, content, actor);
            return 0;
        }, cancellation: cancellation);
    }

    private void Write(SqlSession s, VersionRow version, CardPart part, string text, Actor actor)
    {
        long number = store.LastNumber(s, version.Model, part.Name) + 1;
        string digest = Digest.Of(text);
        LedgerEvent registered = ledger.Append(s, new EventDraft("version.registered", $"card-{version.Id}-{part.Name}-{number}", version.Project, actor)
        {
            SubjectDigest = digest,
            Cause = [version.EventId],
            Data = new JsonObject { ["noun"] = "card", ["name"] = $"{version.Name}/{part.Name}", ["number"] = number, ["digest"] = digest, ["bytes"] = Encoding.UTF8.GetByteCount(text) },
        });
        store.Insert(s, new CardTextRow
        {
            Model = version.Model,
            Part = part.Name,
            Number = number,
            Version = version.Number,
            Text = text,
            Author = actor.Id,
            WrittenAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Event = registered.Id,
        });
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Cli.Demo.Data;

/// <summary>Keeps, line by line as JSON, what the server has acknowledged: after a crash of the server all of it must be there.</summary>
internal sealed class Acknowledged : IDisposable
{
    private const int MostOfARefusal = 300;
    private readonly Lock _one = new();
    private readonly StreamWriter? _file;

    /// <param name="path">Null keeps nothing.</param>
    public Acknowledged(string? path)
    {
        if (path is not null)
        {
            _file = new StreamWriter(path, append: false) { AutoFlush = true };
        }
    }

    public void Answer(Answer answer) => Write("prediction", () => new JsonObject
    {
        ["request"] = answer.RequestId,
        ["version"] = answer.Version,
        ["rows"] = answer.Scores.Count,
        ["sum"] = Math.Round(answer.Scores.Sum(), 6),
    });

    public void Outcomes(string id, int count) => Write("outcomes", () => new JsonObject { ["id"] = id, ["rows"] = count });

    public void Advanced(DateTimeOffset to) => Write("advanced", () => new JsonObject { ["to"] = to.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) });

    public void Started(int process, int starts) => Write("server", () => new JsonObject { ["pid"] = process, ["starts"] = starts });

    public void Refused(string path, int status, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MostOfARefusal)]);
        Write("refused", () => new JsonObject { ["path"] = path, ["status"] = status, ["body"] = text });
    }

    public void Dispose() => _file?.Dispose();

    private void Write(string what, Func<JsonObject> line)
    {
        if (_file is null)
        {
            return;
        }
        var json = line();
        json.Insert(0, "what", what);
        lock (_one)
        {
            _file.WriteLine(json.ToJsonString());
        }
    }
}

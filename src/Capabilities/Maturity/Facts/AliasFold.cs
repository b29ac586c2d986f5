namespace Cairn.Maturity.Facts;

/// <summary>One fact per move, so that the last two moves can be asked for.</summary>
internal static class AliasFold
{
    public static IEnumerable<Fact> Fold(FoldContext context) =>
        from log in context.Log.Of("alias")
        from e in log.Events
        select new Fact("alias", log.Events.Count == 1 ? log.Id : e.Id, e.At, e.At, e.Grade)
            .Set("owner", EventData.Text(e.Data["owner"]))
            .Set("name", EventData.Text(e.Data["name"]))
            .Set("of", EventData.Text(e.Data["of"]))
            .Set("from", EventData.Text(e.Data["from"]))
            .Set("to", EventData.Text(e.Data["to"]))
            .Set("by", e.Actor.Kind)
            .Set("edited", EventData.Count(e.Data["edited_lines"]));
}

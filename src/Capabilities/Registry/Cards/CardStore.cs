using Cairn.Platform.Sql;

namespace Cairn.Registry.Cards;

/// <summary>What people wrote on cards. What is written stays; a change is a new number.</summary>
internal sealed class CardStore
{
    /// <summary>All texts of a model's cards that were written for a version or an earlier one, those that hold first.</summary>
    public IReadOnlyList<CardTextRow> UpTo(SqlSession s, long model, long version)
        => s.Query<CardTextRow>("select * from registry_card_texts where model = @model and version <= @version order by part, version desc, number desc", new { model, version });

    /// <summary>The greatest number of a part; 0 before anything was written.</summary>
    public long LastNumber(SqlSession s, long model, string part)
        => s.First<long?>("select max(number) from registry_card_texts where model = @model and part = @part", new { model, part }) ?? 0;

    public void Insert(SqlSession s, CardTextRow row) => s.Execute("""
        insert into registry_card_texts (model, part, number, version, text, author, written_at, event) values (@Model, @Part, @Number, @Version, @Text, @Author, @WrittenAt, @Event)
        """, row);
}

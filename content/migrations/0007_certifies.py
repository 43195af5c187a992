from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0006_drills'),
    ]

    operations = [
        migrations.AddField(
            model_name='coursepage',
            name='certifies',
            field=models.BooleanField(default=True, help_text='補強用的短課不發證書，就不要勾。不發證書的課不能指派給整個體系。', verbose_name='走完發證書'),
        ),
        migrations.AddField(
            model_name='work',
            name='certifies',
            field=models.BooleanField(default=True),
        ),
    ]
